// SPDX-License-Identifier: BSD-2-Clause
/* Rows of a table: kept, merged, ranked. */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "table.h"

size_t table_keep(struct table *table,
		  bool (*wanted)(const struct table *table, size_t kept, const struct cell *row,
				 const void *data),
		  const void *data)
{
	size_t all = table->rows, kept = 0;

	for (size_t row = 0; row < all; row++) {
		struct cell *from = table_row(table, row), *to = table_row(table, kept);
		bool keep = wanted(table, kept, from, data);

		for (size_t i = 0; i < table->width; i++) {
			if (keep && to != from) {
				to[i] = from[i];
				from[i].type = CELL_NONE;
			} else if (!keep) {
				cell_text(&from[i], NULL);
			}
		}
		kept += keep;
	}
	table->rows = kept;
	return all - kept;
}

void table_narrow(struct table *table, size_t width)
{
	if (!width || width >= table->width)
		return;
	for (size_t row = 0; row < table->rows; row++)
		for (size_t i = 0; i < table->width; i++) {
			struct cell *from = table_row(table, row) + i;

			if (i < width)
				table->cells[row * width + i] = *from;
			else
				cell_text(from, NULL);
		}
	for (size_t i = width; i < table->width; i++) {
		free(table->columns[i].name);
		free(table->columns[i].unit);
	}
	table->room = table->room * table->width / width;
	table->width = width;
}

static bool same_keys(const struct table *table, const struct cell *a, const struct cell *b)
{
	for (size_t i = 0; i < table->width; i++)
		if (role_is_key(table->columns[i].role) && cell_compare(&a[i], &b[i]))
			return false;
	return true;
}

/* The rows are sorted: an equal one is the last that was kept. */
static bool no_repetition(const struct table *table, size_t kept, const struct cell *row,
			  const void *data)
{
	struct cell *into = kept ? table_row(table, kept - 1) : NULL;

	(void)data;
	if (!into || !same_keys(table, into, row))
		return true;
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role))
			cell_count(&into[i], cell_as_count(&into[i]) + cell_as_count(&row[i]));
	return false;
}

void table_merge(struct table *table)
{
	table_sort(table);
	table_keep(table, no_repetition, NULL);
}

static bool happened(const struct table *table, size_t kept, const struct cell *row,
		     const void *data)
{
	(void)table;
	(void)kept;
	return cell_as_count(&row[*(const int *)data]) > 0;
}

void table_rank(struct table *table, const char *counter)
{
	int column = table_column(table, counter);

	table_keep(table, happened, &column);
	table_sort_largest(table, counter);
}

const struct cell *table_find(const struct table *table, const struct cell *row, size_t keys)
{
	for (size_t i = 0; i < table->rows; i++) {
		const struct cell *found = table_row(table, i);
		size_t same = 0;

		while (same < keys && !cell_compare(&found[same], &row[same]))
			same++;
		if (same == keys)
			return found;
	}
	return NULL;
}
