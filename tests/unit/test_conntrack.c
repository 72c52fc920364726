// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "conntrack_text.h"

/* In the columns of 5.10 and of 6.1. */
static const char on_5_10[] =
	"entries  searched found new invalid ignore delete delete_list insert insert_failed drop "
	"early_drop icmp_error  expect_new expect_create expect_delete search_restart\n"
	"0000000b  00000000 00000000 00000000 0000000a 00000003 00000000 00000000 00000000 "
	"00000002 "
	"000000b4 00000001 00000004  00000000 00000000 00000000 00000000\n"
	"0000000b  00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 "
	"00000000 "
	"00000000 00000000 00000000  00000000 00000000 00000000 00000000\n";
static const char on_6_1[] =
	"entries  clashres found new invalid ignore delete chainlength insert insert_failed drop "
	"early_drop icmp_error  expect_new expect_create expect_delete search_restart\n"
	"0000000b  00000000 00000000 00000000 ffffffff 00000000 00000000 00000000 00000000 "
	"00000000 "
	"00000010 00000000 00000000  00000000 00000000 00000000 00000000\n";

struct seen {
	unsigned cpus;
	uint64_t counts[4][CONNTRACK_COUNTERS];
};

static void note(unsigned cpu, const uint64_t *counts, void *data)
{
	struct seen *seen = data;

	assert_true(cpu < 4);
	seen->cpus++;
	memcpy(seen->counts[cpu], counts, sizeof(seen->counts[cpu]));
}

static int parse(const char *text, struct seen *seen)
{
	cleanup_file FILE *file = fmemopen((void *)text, strlen(text), "r");
	struct error err;

	assert_non_null(file);
	return conntrack_parse(file, note, seen, &err);
}

static void test_columns_by_name(void **state)
{
	struct seen old = { 0 }, new = { 0 };

	(void)state;
	assert_int_equal(parse(on_5_10, &old), 0);
	assert_int_equal(old.cpus, 2);
	assert_int_equal(old.counts[0][CONNTRACK_INVALID], 10);
	assert_int_equal(old.counts[0][CONNTRACK_DROP], 180);
	assert_int_equal(old.counts[0][CONNTRACK_EARLY_DROP], 1);
	assert_int_equal(old.counts[0][CONNTRACK_INSERT_FAILED], 2);
	assert_int_equal(old.counts[0][CONNTRACK_ERROR], 4);
	assert_int_equal(old.counts[1][CONNTRACK_DROP], 0);
	assert_int_equal(parse(on_6_1, &new), 0);
	assert_int_equal(new.counts[0][CONNTRACK_INVALID], 0xffffffff);
	assert_int_equal(new.counts[0][CONNTRACK_DROP], 16);
}

static void test_lines_that_do_not_fit(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(parse(" ", &seen), 0);
	assert_int_equal(parse("entries drop\n00000001\n", &seen), -1);
	assert_int_equal(parse("entries drop\n00000001 x\n", &seen), -1);
	assert_int_equal(seen.cpus, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_by_name),
		cmocka_unit_test(test_lines_that_do_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
