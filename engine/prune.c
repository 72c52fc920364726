// SPDX-License-Identifier: BSD-2-Clause
#include "prune.h"

#include <string.h>

#include "memory.h"

size_t table_keep_if(struct table *table,
		     bool (*keep)(const struct table *table, size_t row, const void *data),
		     const void *data)
{
	size_t kept = 0, rows = table->rows;

	for (size_t row = 0; row < rows; row++) {
		struct cell *cells = table_row(table, row);

		if (!keep(table, row, data)) {
			for (size_t i = 0; i < table->width; i++)
				cell_text(&cells[i], NULL);
			continue;
		}
		if (kept != row)
			memcpy(table_row(table, kept), cells, table->width * sizeof(*cells));
		kept++;
	}
	table->rows = kept;
	return rows - kept;
}

static int compare_keys(const struct table *table, const struct cell *a, const struct cell *b)
{
	int order = 0;

	for (size_t i = 0; !order && i < table->width; i++)
		if (role_is_key(table->columns[i].role))
			order = cell_compare(&a[i], &b[i]);
	return order;
}

static void add_gone(struct table *table, const struct cell *from)
{
	struct cell *to = table_add(table);

	for (size_t i = 0; i < table->width; i++) {
		if (role_counts(table->columns[i].role))
			continue;
		cell_copy(&to[i], &from[i]);
	}
}

void table_add_gone(struct table *difference, const struct table *start)
{
	size_t rows = difference->rows, at = 0;

	for (size_t i = 0; i < start->rows; i++) {
		const struct cell *row = table_row(start, i);
		bool first_key = false;

		while (at < rows && compare_keys(start, table_row(difference, at), row) < 0)
			at++;
		if (at < rows && !compare_keys(start, table_row(difference, at), row))
			continue;
		if (at < rows)
			first_key = !cell_compare(table_row(difference, at), row);
		if (at > 0)
			first_key |= !cell_compare(table_row(difference, at - 1), row);
		if (first_key)
			add_gone(difference, row);
	}
	table_sort(difference);
}

bool row_counted(const struct table *table, size_t row)
{
	const struct cell *cells = table_row(table, row);

	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role) && cell_as_count(&cells[i]))
			return true;
	return false;
}

static bool has_counted(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return row_counted(table, row);
}

void table_keep_counted(struct table *table)
{
	for (size_t i = 0; i < table->width; i++)
		if (role_counts(table->columns[i].role)) {
			table_keep_if(table, has_counted, NULL);
			return;
		}
}
