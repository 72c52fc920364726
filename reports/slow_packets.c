// SPDX-License-Identifier: BSD-2-Clause
#include "slow_packets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "rows.h"

static void add_where(cJSON *packet, const struct rows *rows, const cJSON *row)
{
	cJSON *where = cJSON_AddObjectToObject(packet, "where");
	static const char *const names[] = { "host", "device" };
	cleanup_free char *tuple = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (*rows_text(rows, row, names[i]))
			cJSON_AddStringToObject(where, names[i], rows_text(rows, row, names[i]));
	if (asprintf(&tuple, "%s:%.0f > %s:%.0f %s", rows_text(rows, row, "src"),
		     rows_number(rows, row, "sport"), rows_text(rows, row, "dst"),
		     rows_number(rows, row, "dport"), rows_text(rows, row, "protocol")) < 0)
		tuple = NULL;
	cJSON_AddStringToObject(where, "tuple", must_have(tuple));
}

static cJSON *new_packet(cJSON *list, const struct rows *rows, const cJSON *row)
{
	cJSON *packet = cJSON_CreateObject();

	cJSON_AddNumberToObject(packet, "at_ms", rows_number(rows, row, "t_ms"));
	cJSON_AddNumberToObject(packet, "total_ns", 1000 * rows_number(rows, row, "total"));
	add_where(packet, rows, row);
	cJSON_AddArrayToObject(packet, "stages");
	cJSON_AddItemToArray(list, packet);
	return packet;
}

/* Rows of one packet follow each other, with its number. */
cJSON *slow_packets_of(const cJSON *report)
{
	const cJSON *given = json_get(report, "slowest"), *row, *number = NULL;
	cJSON *list = cJSON_CreateArray(), *packet = NULL;
	const char *host = "";
	struct rows rows;

	if (cJSON_GetArraySize(given)) {
		cJSON_Delete(list);
		return cJSON_Duplicate(given, true);
	}
	if (!rows_of(report, "path.slowest", &rows))
		return list;
	cJSON_ArrayForEach (row, rows.list) {
		const cJSON *its = rows_cell(&rows, row, "number");
		cJSON *stage = cJSON_CreateObject();

		if (!packet || !cJSON_Compare(its, number, true) ||
		    strcmp(rows_text(&rows, row, "host"), host) != 0)
			packet = new_packet(list, &rows, row);
		number = its;
		host = rows_text(&rows, row, "host");
		cJSON_AddStringToObject(stage, "name", rows_text(&rows, row, "stage"));
		cJSON_AddNumberToObject(stage, "ns", 1000 * rows_number(&rows, row, "time"));
		cJSON_AddItemToArray(json_get(packet, "stages"), stage);
	}
	return list;
}
