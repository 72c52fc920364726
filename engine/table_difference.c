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
	bool (*is_new)(const struct cell *row, const void *data);
	const void *data;
};

static bool take_row(const struct table *table, size_t kept, const struct cell *row,
		     const void *data)
{
	struct difference *difference = *(struct difference *const *)data;
	const struct table *before = difference->before;
	size_t *seen = &difference->seen;

	(void)kept;
	while (*seen < before->rows &&
	       compare_keys(table_row(before, *seen), row, difference->keys) < 0)
		(*seen)++;
	if (*seen == before->rows || compare_keys(table_row(before, *seen), row, difference->keys))
		return !difference->counts ||
		       (difference->is_new && difference->is_new(row, difference->data));
	subtract_row(table, (struct cell *)row, table_row(before, *seen));
	return true;
}

struct table *table_difference_of_known(const struct table *start, const struct table *end,
					bool (*is_new)(const struct cell *row, const void *data),
					const void *data)
{
	cleanup_table struct table *before = table_copy(start);
	struct table *out = table_copy(end);
	struct difference difference = {
		.before = before,
		.keys = count_keys(out),
		.counts = has_counters(out),
		.is_new = is_new,
		.data = data,
	};
	struct difference *all = &difference;

	table_sort(before);
	table_sort(out);
	table_keep(out, take_row, &all);
	table_sort(out);
	return out;
}

static bool is_new_if_unknown(const struct cell *row, const void *data)
{
	(void)row;
	(void)data;
	return true;
}

struct table *table_difference(const struct table *start, const struct table *end)
{
	return table_difference_of_known(start, end, is_new_if_unknown, NULL);
}
