// SPDX-License-Identifier: BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "prune.h"
#include "text.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_the_system),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_rows_kept),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
