// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "row_index.h"

static const struct column_spec columns[] = {
	{ "name", COLUMN_KEY, NULL },      { "number", COLUMN_KEY, NULL },
	{ "real", COLUMN_VALUE, "share" }, { "truth", COLUMN_VALUE, NULL },
	{ "other", COLUMN_VALUE, NULL },   { 0 },
};

#define ROWS 3000

/* Some are alike, some have nothing in a column. */
static struct table *made(void)
{
	struct table *table = table_new(columns);

	for (unsigned i = 0; i < ROWS; i++) {
		struct cell *row = table_add(table);
		char name[16];

		snprintf(name, sizeof(name), "tap%u", i % 700);
		cell_text(&row[0], name);
		cell_count(&row[1], i % 5);
		cell_real(&row[2], i % 3 ? 0.5 * (i % 4) : -0.0);
		cell_bool(&row[3], i % 2);
		if (i % 11)
			cell_text(&row[4], name + 3);
	}
	return table;
}

static bool same(const struct cell *a, const struct cell *b)
{
	if (a->type == CELL_NONE || b->type == CELL_NONE)
		return false;
	if (a->type == CELL_TEXT)
		return !strcmp(a->text, b->text);
	if (a->type == CELL_BOOL)
		return a->truth == b->truth;
	return a->type == CELL_REAL ? a->real == b->real : a->count == b->count;
}

static bool alike(const struct table *table, size_t a, size_t b, uint64_t mask)
{
	for (size_t column = 0; column < table->width; column++)
		if (mask >> column & 1 &&
		    !same(&table_row(table, a)[column], &table_row(table, b)[column]))
			return false;
	return true;
}

static uint64_t hash_of(const struct cell *row, uint64_t mask)
{
	uint64_t hash = 0;

	for (size_t column = 0; column < 5; column++)
		if (mask >> column & 1)
			hash = row_hash(hash, &row[column]);
	return hash;
}

/* A walk over all rows finds the same, for any columns. */
static void what_a_walk_finds(void **state)
{
	struct table *table = made();

	(void)state;
	for (uint64_t mask = 1; mask < 32; mask++) {
		struct row_index index;

		row_index_build(&index, table, mask);
		for (size_t asked = 0; asked < ROWS; asked += 97) {
			const struct row_place *first;
			size_t count = row_index_find(
				       &index, hash_of(table_row(table, asked), mask), &first),
			       found = 0, walked = 0;

			for (size_t row = 0; row < ROWS; row++) {
				if (!alike(table, asked, row, mask))
					continue;
				walked++;
				while (found < count && first[found].row < row)
					found++;
				assert_true(found < count && first[found].row == row);
			}
			assert_true(count == walked || !walked);
		}
		row_index_clear(&index);
	}
	table_free(table);
}

static void numbers_are_numbers(void **state)
{
	struct cell count = { 0 }, real = { 0 }, zero = { 0 };

	(void)state;
	cell_count(&count, 7);
	cell_real(&real, 7);
	assert_true(row_hash(1, &count) == row_hash(1, &real));
	cell_count(&count, UINT64_MAX);
	cell_count(&real, INT64_MAX);
	assert_true(row_hash(1, &count) == row_hash(1, &real));
	cell_count(&count, 0);
	cell_real(&zero, -0.0);
	assert_true(row_hash(1, &count) == row_hash(1, &zero));
	assert_true(row_hash(1, &count) != row_hash(2, &count));
}

static void no_rows(void **state)
{
	struct table *table = table_new(columns);
	const struct row_place *first;
	struct row_index index;

	(void)state;
	row_index_build(&index, table, 3);
	assert_int_equal(row_index_find(&index, 0, &first), 0);
	row_index_clear(&index);
	table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_walk_finds),
		cmocka_unit_test(numbers_are_numbers),
		cmocka_unit_test(no_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
