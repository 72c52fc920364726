// SPDX-License-Identifier: BSD-2-Clause
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "shared_text.h"

static struct table *table_of_width(size_t width)
{
	struct table *table = must_calloc(1, sizeof(*table));

	table->width = width;
	table->columns = must_calloc(width, sizeof(*table->columns));
	return table;
}

static void column_set(struct column *column, const char *name, const char *unit,
		       enum column_role role)
{
	column->name = must_strdup(name);
	column->unit = maybe_strdup(unit);
	column->role = role;
}

struct table *table_new(const struct column_spec *columns)
{
	struct table *table;
	size_t width = 0;

	while (columns[width].name)
		width++;
	table = table_of_width(width);
	for (size_t i = 0; i < width; i++)
		column_set(&table->columns[i], columns[i].name, columns[i].unit, columns[i].role);
	return table;
}

void cell_copy(struct cell *to, const struct cell *from)
{
	*to = *from;
	if (from->type == CELL_TEXT)
		to->text = shared_text_again(from->text);
}

static void cell_clear(struct cell *cell)
{
	if (cell->type == CELL_TEXT)
		shared_text_drop(cell->text);
	cell->type = CELL_NONE;
}

static void row_copy(struct table *to, const struct cell *from)
{
	struct cell *row = table_add(to);

	for (size_t i = 0; i < to->width; i++)
		cell_copy(&row[i], &from[i]);
}

static struct table *table_like(const struct table *table)
{
	struct table *like = table_of_width(table->width);

	for (size_t i = 0; i < table->width; i++)
		column_set(&like->columns[i], table->columns[i].name, table->columns[i].unit,
			   table->columns[i].role);
	return like;
}

struct table *table_copy(const struct table *table)
{
	struct table *copy = table_like(table);

	for (size_t row = 0; row < table->rows; row++)
		row_copy(copy, table_row(table, row));
	return copy;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->rows * table->width; i++)
		cell_clear(&table->cells[i]);
	for (size_t i = 0; i < table->width; i++) {
		free(table->columns[i].name);
		free(table->columns[i].unit);
	}
	free(table->columns);
	free(table->cells);
	free(table);
}

struct cell *table_add(struct table *table)
{
	struct cell *row;

	if (table->rows == table->room) {
		table->room = table->room ? 2 * table->room : 16;
		table->cells = must_realloc(table->cells,
					    table->room * table->width * sizeof(*table->cells));
	}
	row = table->cells + table->rows++ * table->width;
	memset(row, 0, table->width * sizeof(*row));
	return row;
}

struct cell *table_row(const struct table *table, size_t row)
{
	return table->cells + row * table->width;
}

int table_column(const struct table *table, const char *name)
{
	for (size_t i = 0; i < table->width; i++)
		if (!strcmp(table->columns[i].name, name))
			return (int)i;
	return -1;
}

const struct cell *table_cell(const struct table *table, size_t row, const char *name)
{
	static const struct cell none;
	int column = table_column(table, name);

	return column < 0 ? &none : table_row(table, row) + column;
}

void cell_count(struct cell *cell, uint64_t count)
{
	cell_clear(cell);
	cell->type = CELL_COUNT;
	cell->count = count;
}

void cell_real(struct cell *cell, double real)
{
	cell_clear(cell);
	cell->type = CELL_REAL;
	cell->real = real;
}

void cell_bool(struct cell *cell, bool truth)
{
	cell_clear(cell);
	cell->type = CELL_BOOL;
	cell->truth = truth;
}

void cell_text(struct cell *cell, const char *text)
{
	const char *shared = text ? shared_text_new(text) : NULL;

	cell_clear(cell);
	if (!shared)
		return;
	cell->type = CELL_TEXT;
	cell->text = shared;
}

uint64_t cell_as_count(const struct cell *cell)
{
	return cell->type == CELL_COUNT ? cell->count : 0;
}

const char *cell_as_text(const struct cell *cell)
{
	return cell->type == CELL_TEXT ? cell->text : "";
}

int cell_compare(const struct cell *a, const struct cell *b)
{
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	switch (a->type) {
	case CELL_COUNT:
		return a->count < b->count ? -1 : a->count > b->count;
	case CELL_REAL:
		return a->real < b->real ? -1 : a->real > b->real;
	case CELL_BOOL:
		return (int)a->truth - (int)b->truth;
	case CELL_TEXT:
		return strcmp(a->text, b->text);
	case CELL_NONE:
		break;
	}
	return 0;
}

static int compare_cells(const struct cell *a, const struct cell *b, size_t count)
{
	int order = 0;

	for (size_t i = 0; i < count && !order; i++)
		order = cell_compare(&a[i], &b[i]);
	return order;
}

static int compare_rows(const void *a, const void *b, void *width)
{
	return compare_cells(a, b, *(size_t *)width);
}

void table_sort(struct table *table)
{
	if (table->rows > 1)
		qsort_r(table->cells, table->rows, table->width * sizeof(struct cell), compare_rows,
			&table->width);
}

bool table_is_sorted(const struct table *table)
{
	for (size_t i = 1; i < table->rows; i++)
		if (compare_cells(table_row(table, i - 1), table_row(table, i), table->width) > 0)
			return false;
	return true;
}

struct by_count {
	size_t column, width;
};

static int compare_largest_first(const void *a, const void *b, void *data)
{
	const struct by_count *by = data;
	uint64_t x = cell_as_count((const struct cell *)a + by->column);
	uint64_t y = cell_as_count((const struct cell *)b + by->column);

	if (x != y)
		return x > y ? -1 : 1;
	return compare_cells(a, b, by->width);
}

void table_sort_largest(struct table *table, const char *column)
{
	struct by_count by = { (size_t)table_column(table, column), table->width };

	if (table->rows > 1)
		qsort_r(table->cells, table->rows, table->width * sizeof(struct cell),
			compare_largest_first, &by);
}

size_t table_keep_largest(struct table *table, const char *column, size_t keep)
{
	size_t cut = table->rows > keep ? table->rows - keep : 0;

	if (cut) {
		table_sort_largest(table, column);
		for (size_t i = keep * table->width; i < table->rows * table->width; i++)
			cell_clear(&table->cells[i]);
		table->rows = keep;
	}
	table_sort(table);
	return cut;
}
