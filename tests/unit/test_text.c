// SPDX-License-Identifier: BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "cleanup.h"
#include "prune.h"
#include "text.h"
#include "text_stream.h"

static void test_names_of_the_system(void **state)
{
	static const char *const cases[][2] = {
		{ "eth0", "eth0" },
		{ "", "" },
		{ "br-\xc3\xa9", "br-\xc3\xa9" },
		{ "网卡", "网卡" },
		{ "a\xff"
		  "b",
		  "a\\xffb" },
		{ "\xc3", "\\xc3" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" }, /* half of a surrogate pair */
		{ "\x1b[31m", "\\x1b[31m" },
		{ "\\x1b\\n", "\\x5cx1b\\n" },
		{ "a\nb\x7f", "a\\x0ab\\x7f" },
		{ "\xc2\x9b"
		  "x",
		  "\\xc2\\x9bx" }, /* a control character of two bytes */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cleanup_free char *text = text_from_system(cases[i][0]);

		assert_string_equal(text, cases[i][1]);
	}
}

static void test_cells(void **state)
{
	struct cell cell = { 0 };

	(void)state;
	cell_system_text(&cell, "\xff");
	assert_string_equal(cell_as_text(&cell), "\\xff");
	cell_system_text(&cell, NULL);
	assert_int_equal(cell.type, CELL_NONE);
}

static const struct column_spec columns[] = { { "name", COLUMN_KEY, NULL },
					      { "packets", COLUMN_COUNTER, "packets" },
					      { "mtu", COLUMN_VALUE, "bytes" },
					      { 0 } };

static bool counted(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return row_counted(table, row);
}

static void test_rows_kept(void **state)
{
	cleanup_table struct table *table = table_new(columns);

	(void)state;
	for (unsigned i = 0; i < 10; i++) {
		struct cell *row = table_add(table);
		char name[16];

		snprintf(name, sizeof(name), "row%u", i);
		cell_text(&row[0], name);
		if (i)
			cell_count(&row[1], i % 3);
		cell_count(&row[2], 1500);
	}
	assert_int_equal(table_keep_if(table, counted, NULL), 4);
	assert_int_equal(table->rows, 6);
	assert_string_equal(cell_as_text(table_row(table, 0)), "row1");
	assert_string_equal(cell_as_text(table_row(table, 5)), "row8");
	assert_int_equal(table_keep_if(table, counted, NULL), 0);
}

static void test_stream(void **state)
{
	cleanup_free char *text = NULL, *empty = NULL;
	size_t size, none;
	FILE *out = text_stream(&text, &size);

	(void)state;
	assert_int_equal(ftell(out), 0);
	for (int i = 0; i < 10000; i++)
		fprintf(out, "%04d", i);
	assert_int_equal(ftell(out), 40000);
	fflush(out);
	assert_int_equal(strlen(text), 40000);
	fputc('x', out);
	assert_int_equal(ftell(out), 40001);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(size, 40001);
	assert_int_equal(strlen(text), 40001);
	assert_string_equal(text + 39992, "99989999x");
	fclose(text_stream(&empty, &none));
	assert_string_equal(empty, "");
	assert_int_equal(none, 0);
}

/* Out of memory in the middle of a text ends the program; nothing is lost of it in silence. */
static void test_stream_without_memory(void **state)
{
	int status;
	pid_t child;

	(void)state;
#ifdef __SANITIZE_ADDRESS__
	skip(); /* which needs all of the address space */
#endif
	child = fork();
	if (!child) {
		struct rlimit limit = { 64 << 20, 64 << 20 };
		char *text;
		size_t size;
		FILE *out = text_stream(&text, &size);

		setrlimit(RLIMIT_AS, &limit);
		close(STDERR_FILENO);
		for (int i = 0; i < 256 << 10; i++)
			fprintf(out, "%1024d", i);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_the_system),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_rows_kept),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_stream_without_memory),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
