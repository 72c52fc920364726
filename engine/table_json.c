// SPDX-License-Identifier: BSD-2-Clause
/* Tables as JSON: "columns" [{name, unit?, key?}] and "rows" [[cell]]. */
#include "table.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"

static cJSON *cell_to_json(const struct cell *cell)
{
	switch (cell->type) {
	case CELL_COUNT:
		return json_from_count(cell->count);
	case CELL_REAL:
		return cJSON_CreateNumber(cell->real);
	case CELL_BOOL:
		return cJSON_CreateBool(cell->truth);
	case CELL_TEXT:
		return cJSON_CreateString(cell->text);
	case CELL_NONE:
		break;
	}
	return cJSON_CreateNull();
}

void table_to_json(const struct table *table, cJSON *object)
{
	cJSON *columns = cJSON_AddArrayToObject(object, "columns");
	cJSON *rows = cJSON_AddArrayToObject(object, "rows");

	for (size_t i = 0; i < table->width; i++) {
		cJSON *column = cJSON_CreateObject();

		cJSON_AddStringToObject(column, "name", table->columns[i].name);
		json_add_text(column, "unit", table->columns[i].unit);
		if (role_is_key(table->columns[i].role))
			cJSON_AddTrueToObject(column, "key");
		cJSON_AddItemToArray(columns, column);
	}
	for (size_t row = 0; row < table->rows; row++) {
		cJSON *cells = cJSON_CreateArray();

		for (size_t i = 0; i < table->width; i++)
			cJSON_AddItemToArray(cells, cell_to_json(table_row(table, row) + i));
		cJSON_AddItemToArray(rows, cells);
	}
}

static int columns_from_json(const cJSON *json, struct column_spec *specs, struct error *err)
{
	const cJSON *column;
	size_t width = 0;

	if (!cJSON_IsArray(json) || cJSON_GetArraySize(json) > TABLE_MAX_COLUMNS)
		return error_set(err, "\"columns\" is no list of at most %d", TABLE_MAX_COLUMNS);
	cJSON_ArrayForEach (column, json) {
		specs[width].name = json_text(column, "name");
		specs[width].unit = json_text(column, "unit");
		specs[width].role = json_true(column, "key") ? COLUMN_KEY : COLUMN_VALUE;
		if (!specs[width].name)
			return error_set(err, "column %zu has no name", width + 1);
		width++;
	}
	specs[width].name = NULL;
	return width ? 0 : error_set(err, "it has no columns");
}

/* A string of digits is a count where the column has a unit, and a name where it has none. */
static int cell_from_json(const cJSON *item, const struct column *column, struct cell *cell)
{
	uint64_t count;

	if (cJSON_IsNull(item))
		return 0;
	if (cJSON_IsBool(item))
		cell_bool(cell, cJSON_IsTrue(item));
	else if ((cJSON_IsNumber(item) || column->unit) && json_to_count(item, &count))
		cell_count(cell, count);
	else if (cJSON_IsNumber(item))
		cell_real(cell, item->valuedouble);
	else if (cJSON_IsString(item))
		cell_text(cell, item->valuestring);
	else
		return -1;
	return 0;
}

static int row_from_json(const cJSON *cells, struct table *table, struct error *err)
{
	struct cell *row = table_add(table);
	const cJSON *item;
	size_t i = 0;

	if (!cJSON_IsArray(cells) || (size_t)cJSON_GetArraySize(cells) != table->width)
		return error_set(err, "row %zu has not %zu cells", table->rows, table->width);
	cJSON_ArrayForEach (item, cells) {
		if (cell_from_json(item, &table->columns[i], &row[i]) < 0)
			return error_set(err, "row %zu, column \"%s\" is neither number nor text",
					 table->rows, table->columns[i].name);
		i++;
	}
	return 0;
}

int table_from_json(const cJSON *object, struct table **ret_table, struct error *err)
{
	struct column_spec specs[TABLE_MAX_COLUMNS + 1];
	cleanup_table struct table *table = NULL;
	const cJSON *rows = json_get(object, "rows"), *cells;

	if (columns_from_json(json_get(object, "columns"), specs, err) < 0)
		return -1;
	if (!cJSON_IsArray(rows) || cJSON_GetArraySize(rows) > TABLE_MAX_ROWS)
		return error_set(err, "\"rows\" is no list of at most %d", TABLE_MAX_ROWS);
	table = table_new(specs);
	cJSON_ArrayForEach (cells, rows)
		if (row_from_json(cells, table, err) < 0)
			return -1;
	table_sort(table);
	*ret_table = TAKE_PTR(table);
	return 0;
}
