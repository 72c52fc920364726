// SPDX-License-Identifier: BSD-2-Clause
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "error.h"
#include "in_child.h"
#include "reader.h"

static const struct column_spec columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "item", COLUMN_KEY, NULL },
	{ "packets", COLUMN_COUNTER, "packets" },
	{ "inode", COLUMN_VALUE, NULL },
	{ 0 },
};
static const struct fact_spec facts[] = { { "test.items", "items of a test", columns }, { 0 } };

static uint64_t base = 100;

static void add_row(const struct reading *reading, const char *item, uint64_t packets)
{
	struct cell *row = reading_row(reading, 0);
	struct stat status;

	stat("/proc/self/ns/net", &status);
	cell_text(&row[1], item);
	cell_count(&row[2], packets);
	cell_count(&row[3], status.st_ino);
}

static int read_good(const struct reading *reading, struct error *err)
{
	(void)err;
	add_row(reading, "18446744073709551615", base);
	add_row(reading, "big", UINT64_MAX);
	return 0;
}

static int read_many(const struct reading *reading, struct error *err)
{
	char item[32];

	(void)err;
	for (int i = 0; i < 1000; i++) {
		snprintf(item, sizeof(item), "%04d", i);
		add_row(reading, item, (uint64_t)i);
	}
	return 0;
}

/* Asked in the own namespace, it tells of a thing in another one. */
static int read_elsewhere(const struct reading *reading, struct error *err)
{
	struct cell *row = table_add(reading->tables[0]);

	(void)err;
	cell_text(&row[0], "second");
	cell_text(&row[1], "a tap");
	return 0;
}

static int read_too_many(const struct reading *reading, struct error *err)
{
	(void)err;
	for (int i = 0; i <= TABLE_MAX_ROWS; i++)
		add_row(reading, "x", 1);
	return 0;
}

static int read_stuck(const struct reading *reading, struct error *err)
{
	(void)err;
	if (strcmp(reading->ns->name, "second"))
		return read_good(reading, err);
	add_row(reading, "never seen", 1);
	for (;;)
		pause();
}

static int read_refused(const struct reading *reading, struct error *err)
{
	add_row(reading, "half", 1);
	return error_set(err, "the kernel has no such file");
}

/* A name that is no UTF-8: what cannot be read is no reason to keep half of the rest. */
static int read_garbled(const struct reading *reading, struct error *err)
{
	(void)err;
	add_row(reading, "whole", 1);
	add_row(reading, "\xff\xfe", 2);
	return 0;
}

static int read_lacking(const struct reading *reading, struct error *err)
{
	reading_lacks(reading, "more than %d items", 2);
	reading_lacks(reading, "and something else");
	return read_good(reading, err);
}

static int read_crash(const struct reading *reading, struct error *err)
{
	(void)reading;
	(void)err;
	signal(SIGABRT, SIG_DFL);
	abort();
}

/* Open are the standard streams, the pipe, what asks and the namespaces, and nothing else. */
static int read_descriptors(const struct reading *reading, struct error *err)
{
	unsigned open_count = 0;

	(void)err;
	for (int fd = 0; fd < 1024; fd++) {
		struct stat status;

		open_count += !fstat(fd, &status);
	}
	add_row(reading, "open", open_count);
	return 0;
}

static const struct probe good = { .name = "good", .facts = facts, .read = read_good };
static const struct probe once = {
	.name = "once", .facts = facts, .read = read_good, .once = true
};
static const struct probe elsewhere = {
	.name = "elsewhere", .facts = facts, .read = read_elsewhere, .once = true
};
static const struct probe many = { .name = "many", .facts = facts, .read = read_many };
static const struct probe too_many = { .name = "too-many", .facts = facts, .read = read_too_many };
static const struct probe stuck = { .name = "stuck", .facts = facts, .read = read_stuck };
static const struct probe refused = { .name = "refused", .facts = facts, .read = read_refused };
static const struct probe garbled = { .name = "garbled", .facts = facts, .read = read_garbled };
static const struct probe lacking = { .name = "lacking", .facts = facts, .read = read_lacking };
static const struct probe crash = { .name = "crash", .facts = facts, .read = read_crash };
static const struct probe descriptors = { .name = "descriptors",
					  .facts = facts,
					  .read = read_descriptors };

static struct netns_list own_only(void)
{
	struct netns_list list;
	struct error err;

	assert_int_equal(netns_list_open("self", &list, &err), 0);
	return list;
}

static void test_rows_arrive_whole(void **state)
{
	struct netns_list list = own_only();
	const struct probe *probes[] = { &good, &many };
	struct reader_result results[2];

	(void)state;
	reader_run(NULL, &list, probes, 2, results);
	assert_null(results[0].why);
	assert_true(results[0].answered[0]);
	assert_int_equal(results[0].tables[0]->rows, 2);
	assert_null(results[0].tables[1]);
	assert_string_equal(cell_as_text(table_cell(results[0].tables[0], 0, "netns")), "self");
	assert_string_equal(cell_as_text(table_cell(results[0].tables[0], 0, "item")),
			    "18446744073709551615");
	assert_true(cell_as_count(table_cell(results[0].tables[0], 1, "packets")) == UINT64_MAX);
	assert_int_equal(results[1].tables[0]->rows, 1000);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(cell_as_count(table_cell(results[1].tables[0], i, "packets")), i);
	reader_result_clear(&results[0]);
	reader_result_clear(&results[1]);
	netns_list_close(&list);
}

static void test_refusal_is_one_sentence(void **state)
{
	struct netns_list list = own_only();
	const struct probe *probes[] = { &refused, &good };
	struct reader_result results[2];

	(void)state;
	reader_run(NULL, &list, probes, 2, results);
	assert_null(results[0].tables);
	assert_string_equal(results[0].why, "in namespace self: the kernel has no such file");
	assert_null(results[1].why);
	assert_int_equal(results[1].tables[0]->rows, 2);
	reader_result_clear(&results[0]);
	reader_result_clear(&results[1]);
	netns_list_close(&list);
}

static void test_crash_takes_nobody_along(void **state)
{
	struct netns_list list = own_only();
	const struct probe *probes[] = { &crash, &good };
	struct reader_result results[2];

	(void)state;
	reader_run(NULL, &list, probes, 2, results);
	assert_null(results[0].tables);
	assert_string_equal(results[0].why, "reading crash in namespace self ended unexpectedly");
	assert_int_equal(results[1].tables[0]->rows, 2);
	reader_result_clear(&results[0]);
	reader_result_clear(&results[1]);
	netns_list_close(&list);
}

static void test_too_many_rows_are_counted(void **state)
{
	const struct reader_patience usual = reader_patience;
	struct netns_list list = own_only();
	const struct probe *probes[] = { &too_many };
	struct reader_result result;

	(void)state;
	reader_patience = (struct reader_patience){ 60000, 120000 };
	reader_run(NULL, &list, probes, 1, &result);
	reader_patience = usual;
	assert_non_null(result.tables);
	assert_int_equal(result.tables[0]->rows, 0);
	assert_int_equal(result.cut[0], TABLE_MAX_ROWS + 1);
	assert_false(result.answered[0]);
	assert_non_null(strstr(result.why, "more than 65536 rows"));
	reader_result_clear(&result);
	netns_list_close(&list);
}

static void test_child_holds_nothing(void **state)
{
	struct netns_list list = own_only();
	const struct probe *probes[] = { &descriptors };
	struct reader_result result;
	int spare = dup(0);

	(void)state;
	reader_run(NULL, &list, probes, 1, &result);
	assert_int_equal(cell_as_count(table_cell(result.tables[0], 0, "packets")), 3 + 1 + 1 + 1);
	reader_result_clear(&result);
	netns_list_close(&list);
	close(spare);
}

static size_t rows_of(const struct table *table, const char *netns)
{
	size_t rows = 0;

	for (size_t i = 0; i < table->rows; i++)
		rows += !strcmp(cell_as_text(table_row(table, i)), netns);
	return rows;
}

/* Three namespaces: the own one, "second" and "third". */
static struct netns_list three_namespaces(void)
{
	struct netns_list list;
	struct error err;

	CHILD_ASSERT(!netns_list_open("self", &list, &err));
	list.entries = realloc(list.entries, 3 * sizeof(*list.entries));
	for (; list.count < 3; list.count++) {
		struct netns_list other;
		struct netns *ns = &list.entries[list.count];

		CHILD_ASSERT(!unshare(CLONE_NEWNET));
		CHILD_ASSERT(!netns_list_open("self", &other, &err));
		*ns = other.entries[0];
		ns->self = false;
		free(ns->name);
		ns->name = strdup(list.count == 1 ? "second" : "third");
		free(other.entries);
	}
	CHILD_ASSERT(!netns_enter(&list.entries[0], &err));
	return list;
}

static void walks_namespaces(void)
{
	const struct probe *probes[] = { &once, &stuck, &good };
	struct netns_list list = three_namespaces();
	struct reader_result results[3];
	struct table *table;

	reader_run(NULL, &list, probes, 3, results);
	CHILD_ASSERT(!results[0].why && results[0].tables[0]->rows == 2);
	CHILD_ASSERT(rows_of(results[0].tables[0], "self") == 2);

	CHILD_ASSERT(strstr(results[1].why, "stuck did not answer in namespace second within 2 s"));
	CHILD_ASSERT(strstr(results[1].why, "2 of 3 namespaces were not read"));
	CHILD_ASSERT(results[1].answered[0] && !results[1].answered[1] && !results[1].answered[2]);
	CHILD_ASSERT(results[1].tables[0]->rows == 2);

	table = results[2].tables[0];
	CHILD_ASSERT(!results[2].why && table->rows == 6);
	for (size_t i = 0; i < 3; i++)
		CHILD_ASSERT(rows_of(table, list.entries[i].name) == 2);
	for (size_t i = 0; i < table->rows; i++)
		for (size_t k = 0; k < list.count; k++)
			if (!strcmp(cell_as_text(table_row(table, i)), list.entries[k].name))
				CHILD_ASSERT(cell_as_count(table_cell(table, i, "inode")) ==
					     list.entries[k].inode);
}

/* --netns leaves the own namespace out; the host is asked about all the same. */
static void asks_the_host_whatever_the_list(void)
{
	const struct probe *probes[] = { &good, &once };
	struct netns_list list = three_namespaces(), two = { .count = 2 };
	struct reader_result first[2], last[2];
	struct table **difference;

	two.entries = &list.entries[1];
	reader_run(NULL, &two, probes, 2, first);
	reader_run(NULL, &two, probes, 2, last);
	CHILD_ASSERT(!first[0].why && !first[1].why);
	CHILD_ASSERT(first[0].tables[0]->rows == 4 && !rows_of(first[0].tables[0], "self"));
	CHILD_ASSERT(first[1].tables[0]->rows == 2 && rows_of(first[1].tables[0], "self") == 2);
	CHILD_ASSERT(cell_as_count(table_cell(first[1].tables[0], 0, "inode")) ==
		     list.entries[0].inode);
	difference = reader_difference(&two, &first[1], &last[1]);
	CHILD_ASSERT(difference[0]->rows == 2);
	tables_free(difference);
}

static void keeps_what_the_host_tells_of_a_namespace(void)
{
	const struct probe *probes[] = { &elsewhere };
	struct netns_list list = three_namespaces(), own = { .count = 1 };
	struct reader_result first, last;
	struct table **difference;

	reader_run(NULL, &list, probes, 1, &first);
	reader_run(NULL, &list, probes, 1, &last);
	difference = reader_difference(&list, &first, &last);
	CHILD_ASSERT(rows_of(difference[0], "second") == 1);
	tables_free(difference);
	/* Not asked for. */
	own.entries = list.entries;
	difference = reader_difference(&own, &first, &last);
	CHILD_ASSERT(!difference[0]->rows);
	tables_free(difference);
}

/* A namespace that was silent at the start has no difference, not one since boot. */
static void subtracts_only_what_answered_twice(void)
{
	const struct probe *before[] = { &stuck }, *after[] = { &good };
	struct netns_list list = three_namespaces();
	struct reader_result first, last;
	struct table **difference;

	reader_run(NULL, &list, before, 1, &first);
	base += 23;
	reader_run(NULL, &list, after, 1, &last);
	CHILD_ASSERT(last.tables[0]->rows == 6);
	difference = reader_difference(&list, &first, &last);
	CHILD_ASSERT(difference[0]->rows == 2 && !difference[1]);
	CHILD_ASSERT(rows_of(difference[0], "self") == 2);
	CHILD_ASSERT(cell_as_count(table_cell(difference[0], 0, "packets")) == 23);
	CHILD_ASSERT(cell_as_count(table_cell(difference[0], 1, "packets")) == 0);
	tables_free(difference);
	CHILD_ASSERT(!reader_difference(&list, &(struct reader_result){ 0 }, &last));
}

static void test_namespaces(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(walks_namespaces), 0);
	assert_int_equal(in_child(asks_the_host_whatever_the_list), 0);
}

static void test_difference(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(subtracts_only_what_answered_twice), 0);
	assert_int_equal(in_child(keeps_what_the_host_tells_of_a_namespace), 0);
}

static void test_what_is_missing_is_said(void **state)
{
	struct netns_list list = own_only();
	const struct probe *probes[] = { &garbled, &lacking };
	struct reader_result results[2];

	(void)state;
	reader_run(NULL, &list, probes, 2, results);
	assert_false(results[0].answered[0]);
	assert_int_equal(results[0].tables[0]->rows, 0);
	assert_ptr_equal(strstr(results[0].why, "in namespace self: 1 line of the answer could not "
						"be read: "),
			 results[0].why);
	assert_true(results[1].answered[0]);
	assert_int_equal(results[1].tables[0]->rows, 2);
	assert_string_equal(results[1].why, "in namespace self: more than 2 items");
	reader_result_clear(&results[0]);
	reader_result_clear(&results[1]);
	netns_list_close(&list);
}

/* Of two items the second was there at the start too, but was not told. */
static int read_half(const struct reading *reading, struct error *err)
{
	(void)err;
	add_row(reading, "18446744073709551615", base);
	reading_lacks(reading, "more than 1 item");
	return 0;
}

static void test_what_was_not_told_at_the_start_does_not_count_from_zero(void **state)
{
	const struct probe half = { .name = "half", .facts = facts, .read = read_half };
	const struct probe *before[] = { &half }, *after[] = { &good };
	struct netns_list list = own_only();
	struct reader_result first, last;
	struct table **difference;

	(void)state;
	reader_run(NULL, &list, before, 1, &first);
	base += 23;
	reader_run(NULL, &list, after, 1, &last);
	difference = reader_difference(&list, &first, &last);
	assert_int_equal(difference[0]->rows, 1);
	assert_int_equal(cell_as_count(table_cell(difference[0], 0, "packets")), 23);
	tables_free(difference);
	/* The other way round nothing is hidden. */
	difference = reader_difference(&list, &last, &first);
	assert_int_equal(difference[0]->rows, 1);
	tables_free(difference);
	reader_result_clear(&first);
	reader_result_clear(&last);
	netns_list_close(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_was_not_told_at_the_start_does_not_count_from_zero),
		cmocka_unit_test(test_rows_arrive_whole),
		cmocka_unit_test(test_refusal_is_one_sentence),
		cmocka_unit_test(test_crash_takes_nobody_along),
		cmocka_unit_test(test_too_many_rows_are_counted),
		cmocka_unit_test(test_child_holds_nothing),
		cmocka_unit_test(test_what_is_missing_is_said),
		cmocka_unit_test(test_namespaces),
		cmocka_unit_test(test_difference),
	};

	return cmocka_run_group_tests_name("reader", tests, NULL, NULL);
}
