// SPDX-License-Identifier: BSD-2-Clause
#include "rows.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "phrase.h"

double number_of(const cJSON *item)
{
	uint64_t count;

	if (cJSON_IsNumber(item))
		return item->valuedouble;
	return json_to_count(item, &count) ? (double)count : 0;
}

bool rows_of_fact(const cJSON *fact, struct rows *ret_rows)
{
	const cJSON *columns = json_get(fact, "columns"), *list = json_get(fact, "rows");

	if (!cJSON_GetArraySize(columns) || !cJSON_GetArraySize(list))
		return false;
	*ret_rows = (struct rows){ columns, list };
	return true;
}

bool rows_of(const cJSON *report, const char *fact, struct rows *ret_rows)
{
	const cJSON *facts = json_get(json_get(report, "evidence"), "facts");

	return rows_of_fact(json_get(facts, fact), ret_rows);
}

int rows_column(const struct rows *rows, const char *name)
{
	const cJSON *column;
	int place = 0;

	cJSON_ArrayForEach (column, rows->columns) {
		const char *text = json_text(column, "name");

		if (text && !strcmp(text, name))
			return place;
		place++;
	}
	return -1;
}

const cJSON *rows_cell(const struct rows *rows, const cJSON *row, const char *column)
{
	int place = rows_column(rows, column);

	return place < 0 ? NULL : cJSON_GetArrayItem(row, place);
}

const char *rows_text(const struct rows *rows, const cJSON *row, const char *column)
{
	const cJSON *cell = rows_cell(rows, row, column);

	return cJSON_IsString(cell) ? cell->valuestring : "";
}

double rows_number(const struct rows *rows, const cJSON *row, const char *column)
{
	return number_of(rows_cell(rows, row, column));
}

struct place place_of_row(const struct rows *rows, const cJSON *row)
{
	return (struct place){ rows_text(rows, row, "host"), rows_text(rows, row, "netns"),
			       rows_text(rows, row, "device") };
}

struct place place_of(const cJSON *where)
{
	return (struct place){ phrase_name(where, "host"), phrase_name(where, "netns"),
			       phrase_name(where, "device") };
}

static bool agree(const char *one, const char *other)
{
	return !*one || !*other || !strcmp(one, other);
}

bool place_agrees(const struct place *one, const struct place *other)
{
	return agree(one->host, other->host) && agree(one->netns, other->netns) &&
	       agree(one->device, other->device);
}

bool where_tells_of(const cJSON *where, const cJSON *of)
{
	static const char *const keys[] = { "device", "queue",    "cpu",   "vm",
					    "reason", "location", "netns", "host" };
	bool shared = false;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const cJSON *one = json_get(where, keys[i]), *other = json_get(of, keys[i]);

		if (!one || !other)
			continue;
		if (!cJSON_Compare(one, other, true))
			return false;
		shared |= strcmp(keys[i], "netns") != 0 && strcmp(keys[i], "host") != 0;
	}
	return shared;
}
