// SPDX-License-Identifier: BSD-2-Clause
/* What the window does to a table: counters become end minus start. */
#include <string.h>

#include "cleanup.h"
#include "table.h"

static size_t count_keys(const struct table *table)
{
	size_t keys = 0;

	while (keys < table->width && role_is_key(table->columns[keys].role))
		keys++;
	return keys;
}

static int compare_keys(const struct cell *a, const struct cell *b, size_t keys)
{
	int order = 0;

	for (size_t i = 0; i < keys && !order; i++)
		order = cell_compare(&a[i], &b[i]);
	return order;
}

static bool all_lasting(const struct table *table, size_t keys)
{
	for (size_t i = 0; i < keys; i++)
		if (table->columns[i].role != COLUMN_LASTING)
			return false;
	return keys > 0;
}

static bool went_round(uint64_t now, uint64_t before)
{
	return before <= UINT32_MAX && (uint32_t)(now - before) <= INT32_MAX;
}

static void subtract(enum column_role role, struct cell *cell, const struct cell *before,
		     bool lasting)
{
	if (cell->type != CELL_COUNT || before->type != CELL_COUNT)
		return;
	if (cell->count >= before->count)
		cell->count -= before->count;
	else if (role == COLUMN_COUNTER_32 && went_round(cell->count, before->count))
		cell->count = (uint32_t)(cell->count - before->count);
	else if (lasting)
		cell->count = 0;
}

static void subtract_row(const struct table *table, struct cell *row, const struct cell *before,
			 bool lasting)
{
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role))
			subtract(table->columns[i].role, &row[i], &before[i], lasting);
}

static bool is_known(const struct table *before, size_t column, const struct cell *cell)
{
	for (size_t i = 0; i < before->rows; i++)
		if (!cell_compare(&table_row(before, i)[column], cell))
			return true;
	return false;
}

static bool lasting_are_known(const struct table *before, const struct cell *row)
{
	for (size_t i = 0; i < before->width; i++)
		if (before->columns[i].role == COLUMN_LASTING && !is_known(before, i, &row[i]))
			return false;
	return true;
}

static bool has_counters(const struct table *table)
{
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role))
			return true;
	return false;
}

struct difference {
	const struct table *before; /* sorted, as the rows that are asked for */
	size_t keys, seen;
	bool counts, lasting;
	const struct table_knowing *knowing;
};

static const struct cell *same_before(struct difference *difference, const struct cell *row)
{
	const struct table *before = difference->before;

	for (; difference->seen < before->rows; difference->seen++) {
		const struct cell *old = table_row(before, difference->seen);
		int order = compare_keys(old, row, difference->keys);

		if (order >= 0)
			return order ? NULL : old;
	}
	return NULL;
}

static bool take_row(const struct table *table, size_t kept, const struct cell *row,
		     const void *data)
{
	struct difference *difference = *(struct difference *const *)data;
	const struct table_knowing *knowing = difference->knowing;
	const struct cell *before = same_before(difference, row);
	struct cell *own = (struct cell *)row;

	(void)kept;
	if (!before)
		return !difference->counts ||
		       ((!knowing->is_new || knowing->is_new(row, knowing->data)) &&
			lasting_are_known(difference->before, row));
	if (!knowing->met || knowing->met(table, own, before, knowing->data))
		subtract_row(table, own, before, difference->lasting);
	return true;
}

/* Sorted, with the keys of `end`; NULL when `start` is that already. */
static struct table *made_comparable(const struct table *start, const struct table *end,
				     const struct table_knowing *knowing)
{
	struct table *table = knowing->renamed ? knowing->renamed(start, end) : NULL;

	if (!table && !table_is_sorted(start))
		table = table_copy(start);
	if (table)
		table_sort(table);
	return table;
}

void table_subtract(struct table *end, const struct table *start,
		    const struct table_knowing *knowing)
{
	cleanup_table struct table *made = made_comparable(start, end, knowing);
	struct difference difference = {
		.before = made ? made : start,
		.keys = count_keys(end),
		.counts = has_counters(end),
		.knowing = knowing,
	};
	struct difference *all = &difference;

	difference.lasting = all_lasting(end, difference.keys);
	table_sort(end);
	table_keep(end, take_row, &all);
	table_sort(end);
}

struct table *table_difference_with(const struct table *start, const struct table *end,
				    const struct table_knowing *knowing)
{
	struct table *out = table_copy(end);

	table_subtract(out, start, knowing);
	return out;
}

struct table *table_difference(const struct table *start, const struct table *end)
{
	return table_difference_with(start, end, &(struct table_knowing){ 0 });
}
