// SPDX-License-Identifier: BSD-2-Clause
#include "renamed.h"

#include <stdlib.h>

#include "cleanup.h"
#include "memory.h"

struct columns {
	int netns, device, ifindex;
};

static bool find_columns(const struct table *table, struct columns *ret_columns)
{
	*ret_columns =
		(struct columns){ table_column(table, "netns"), table_column(table, "device"),
				  table_column(table, "ifindex") };
	return ret_columns->netns >= 0 && ret_columns->device >= 0 && ret_columns->ifindex >= 0;
}

static int compare_numbers(const struct cell *a, const struct cell *b,
			   const struct columns *columns)
{
	int order = cell_compare(&a[columns->netns], &b[columns->netns]);

	return order ? order : cell_compare(&a[columns->ifindex], &b[columns->ifindex]);
}

static int compare_rows(const void *a, const void *b, void *columns)
{
	return compare_numbers(*(struct cell *const *)a, *(struct cell *const *)b, columns);
}

static struct cell **by_number(const struct table *table, struct columns *columns)
{
	struct cell **rows = must_calloc(table->rows + 1, sizeof(struct cell *));

	for (size_t i = 0; i < table->rows; i++)
		rows[i] = table_row(table, i);
	if (table->rows > 1)
		qsort_r(rows, table->rows, sizeof(struct cell *), compare_rows, columns);
	return rows;
}

/* Whether any has another name in `end`; with `rename` they all get it. */
static bool match(const struct table *start, const struct table *end, struct columns *columns,
		  bool rename)
{
	cleanup_free struct cell **before = by_number(start, columns);
	cleanup_free struct cell **after = by_number(end, columns);
	bool differs = false;
	size_t now = 0;

	for (size_t i = 0; i < start->rows; i++) {
		struct cell *row = before[i], *device = &row[columns->device];

		if (row[columns->ifindex].type != CELL_COUNT)
			continue;
		while (now < end->rows && compare_numbers(after[now], row, columns) < 0)
			now++;
		if (now == end->rows || compare_numbers(after[now], row, columns) ||
		    !cell_compare(device, &after[now][columns->device]))
			continue;
		differs = true;
		if (rename)
			cell_text(device, cell_as_text(&after[now][columns->device]));
	}
	return differs;
}

struct table *table_renamed_devices(const struct table *start, const struct table *end)
{
	struct columns columns;
	struct table *out;

	if (!find_columns(start, &columns) || !match(start, end, &columns, false))
		return NULL;
	out = table_copy(start);
	match(out, end, &columns, true);
	return out;
}

static bool same(const struct cell *a, const struct cell *b, int column)
{
	return !cell_compare(&a[column], &b[column]);
}

static bool has_device(const struct table *table, const struct cell *row,
		       const struct columns *columns, int by)
{
	for (size_t i = 0; i < table->rows; i++)
		if (same(table_row(table, i), row, columns->netns) &&
		    same(table_row(table, i), row, by))
			return true;
	return false;
}

static bool is_older(const struct table *start, const struct table *now, const struct cell *row,
		     const struct columns *columns)
{
	for (size_t i = 0; i < start->rows; i++) {
		const struct cell *before = table_row(start, i);
		uint64_t number = cell_as_count(&before[columns->ifindex]);

		if (same(before, row, columns->netns)) {
			if (number > cell_as_count(&row[columns->ifindex]))
				return true;
		} else if ((same(before, row, columns->ifindex) ||
			    same(before, row, columns->device)) &&
			   !has_device(now, before, columns, columns->device)) {
			return true;
		}
	}
	return false;
}

static int compare_names(const struct cell *a, const struct cell *b, const struct columns *columns)
{
	int order = cell_compare(&a[columns->netns], &b[columns->netns]);

	return order ? order : cell_compare(&a[columns->device], &b[columns->device]);
}

void table_empty_moved(const struct table *start, struct table *difference)
{
	struct columns columns;
	size_t seen = 0;

	if (!find_columns(start, &columns))
		return;
	for (size_t i = 0; i < difference->rows; i++) {
		struct cell *row = table_row(difference, i);

		while (seen < start->rows &&
		       compare_names(table_row(start, seen), row, &columns) < 0)
			seen++;
		if ((seen < start->rows && !compare_names(table_row(start, seen), row, &columns)) ||
		    has_device(start, row, &columns, columns.ifindex) ||
		    !is_older(start, difference, row, &columns))
			continue;
		for (size_t k = 0; k < difference->width; k++)
			if (role_counts(difference->columns[k].role))
				cell_text(&row[k], NULL);
	}
}
