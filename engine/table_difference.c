// SPDX-License-Identifier: BSD-2-Clause
/* What the window does to a table: counters become end minus start. */
#include <string.h>

#include "cleanup.h"
#include "table.h"

static size_t count_keys(const struct table *table)
{
	size_t keys = 0;

	while (keys < table->width && table->columns[keys].role == COLUMN_KEY)
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

static void subtract_row(const struct table *table, struct cell *row, const struct cell *before)
{
	for (size_t i = 0; i < table->width; i++)
		if (table->columns[i].role == COLUMN_COUNTER && row[i].type == CELL_COUNT &&
		    before[i].type == CELL_COUNT && row[i].count >= before[i].count)
			row[i].count -= before[i].count;
}

static bool has_counters(const struct table *table)
{
	for (size_t i = 0; i < table->width; i++)
		if (table->columns[i].role == COLUMN_COUNTER)
			return true;
	return false;
}

struct difference {
	const struct table *before; /* sorted, as the rows that are asked for */
	size_t keys, seen;
	bool counts;
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
		return !difference->counts || !knowing->is_new ||
		       knowing->is_new(row, knowing->data);
	if (!knowing->met || knowing->met(table, own, before, knowing->data))
		subtract_row(table, own, before);
	return true;
}

struct table *table_difference_with(const struct table *start, const struct table *end,
				    const struct table_knowing *knowing)
{
	cleanup_table struct table *before = table_copy(start);
	struct table *out = table_copy(end);
	struct difference difference = {
		.before = before,
		.keys = count_keys(out),
		.counts = has_counters(out),
		.knowing = knowing,
	};
	struct difference *all = &difference;

	table_sort(before);
	table_sort(out);
	table_keep(out, take_row, &all);
	table_sort(out);
	return out;
}

struct table *table_difference(const struct table *start, const struct table *end)
{
	return table_difference_with(start, end, &(struct table_knowing){ 0 });
}
