// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include <stdio.h>

#include "cleanup.h"
#include "shared_text.h"
#include "table.h"

static void equal_ones_are_one(void **state)
{
	char again[] = "veth";
	const char *first = shared_text_new("veth"), *second = shared_text_new(again);
	const char *third = shared_text_again(second);

	(void)state;
	assert_ptr_equal(first, second);
	assert_ptr_equal(first, third);
	shared_text_drop(first);
	shared_text_drop(second);
	assert_string_equal(third, "veth");
	shared_text_drop(third);
	/* Nobody's any more: the next one is new, and AddressSanitizer would say if it were not. */
	first = shared_text_new("veth");
	assert_string_equal(first, "veth");
	shared_text_drop(first);
	shared_text_drop(NULL);
}

/* More texts than are remembered, each dropped by the row that has it. */
static void many_keep_their_own(void **state)
{
	static const struct column_spec columns[] = { { "device", COLUMN_KEY, NULL },
						      { "kind", COLUMN_VALUE, NULL },
						      { 0 } };
	cleanup_table struct table *table = table_new(columns), *copy = NULL;
	char name[32];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct cell *row = table_add(table);

		snprintf(name, sizeof(name), "tap%d", i);
		cell_text(&row[0], name);
		cell_text(&row[1], "tun");
	}
	copy = table_copy(table);
	for (int i = 0; i < 5000; i += 2)
		cell_text(&table_row(table, (size_t)i)[0], "gone");
	for (int i = 0; i < 5000; i++) {
		snprintf(name, sizeof(name), "tap%d", i);
		assert_string_equal(cell_as_text(&table_row(copy, (size_t)i)[0]), name);
		assert_string_equal(cell_as_text(&table_row(table, (size_t)i)[0]),
				    i % 2 ? name : "gone");
		assert_string_equal(cell_as_text(&table_row(table, (size_t)i)[1]), "tun");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_ones_are_one),
		cmocka_unit_test(many_keep_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
