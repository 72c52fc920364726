// SPDX-License-Identifier: BSD-2-Clause
#include "row_index.h"

#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* FNV-1a, 64 bits. */
#define BASIS 14695981039346656037u
#define PRIME 1099511628211u

static uint64_t add_bytes(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ byte[i]) * PRIME;
	return hash;
}

uint64_t row_hash(uint64_t before, const struct cell *cell)
{
	double number =
		cell->type == CELL_REAL ? cell->real : (double)(cell_as_count(cell) & INT64_MAX);
	uint64_t hash = before ^ BASIS;

	if (cell->type == CELL_TEXT)
		return add_bytes(hash, cell->text, strlen(cell->text) + 1);
	if (cell->type == CELL_BOOL)
		number = cell->truth;
	if (number == 0) /* whatever its sign */
		number = 0;
	return add_bytes(hash, &number, sizeof(number));
}

static int compare_places(const void *a, const void *b)
{
	const struct row_place *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->row < y->row ? -1 : x->row > y->row;
}

static bool hash_of_row(const struct row_index *index, size_t row, uint64_t *ret_hash)
{
	const struct cell *cells = table_row(index->table, row);

	*ret_hash = 0;
	for (size_t column = 0; column < index->table->width; column++) {
		if (!(index->columns >> column & 1))
			continue;
		if (cells[column].type == CELL_NONE)
			return false;
		*ret_hash = row_hash(*ret_hash, &cells[column]);
	}
	return true;
}

void row_index_build(struct row_index *ret_index, const struct table *table, uint64_t columns)
{
	*ret_index = (struct row_index){ .table = table, .columns = columns };
	ret_index->places = must_calloc(table->rows + 1, sizeof(*ret_index->places));
	for (size_t row = 0; row < table->rows; row++) {
		struct row_place *place = &ret_index->places[ret_index->count];

		place->row = (uint32_t)row;
		ret_index->count += hash_of_row(ret_index, row, &place->hash);
	}
	qsort(ret_index->places, ret_index->count, sizeof(*ret_index->places), compare_places);
}

void row_index_clear(struct row_index *index)
{
	free(index->places);
	*index = (struct row_index){ 0 };
}

size_t row_index_find(const struct row_index *index, uint64_t hash,
		      const struct row_place **ret_first)
{
	size_t low = 0, high = index->count, count = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (index->places[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	*ret_first = index->places + low;
	while (low + count < index->count && index->places[low + count].hash == hash)
		count++;
	return count;
}
