// SPDX-License-Identifier: BSD-2-Clause
#include "histograms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "rows.h"
#include "text_stream.h"

#define MOST_BUCKETS 4096 /* of a row: far more than a probe has */

/* Nanoseconds as a number of us. */
static cJSON *micro(double ns)
{
	return cJSON_CreateNumber(ns / 1000);
}

/* A bucket without a count stands where the next one does not begin where this one ends: buckets
 * are an eighth of their octave wide. */
static double end_of_bucket(double least)
{
	double octave = 1;

	while (octave * 2 <= least)
		octave *= 2;
	return least + (octave >= 8 ? octave / 8 : 1);
}

static void add_bucket(cJSON *bounds, cJSON *counts, double least, double count)
{
	cJSON_AddItemToArray(bounds, micro(least));
	cJSON_AddItemToArray(counts, cJSON_CreateNumber(count));
}

static void read_buckets(cJSON *histogram, const char *text)
{
	cJSON *bounds = cJSON_AddArrayToObject(histogram, "bounds");
	cJSON *counts = cJSON_AddArrayToObject(histogram, "counts");
	double least, count, reached = -1;
	int read, left = MOST_BUCKETS;

	for (; left-- && sscanf(text, " %lf:%lf%n", &least, &count, &read) == 2; text += read) {
		if (!isfinite(least) || least < 0 || !isfinite(count) || count < 0)
			continue;
		if (reached >= 0 && least > reached * 1.001)
			add_bucket(bounds, counts, reached, 0);
		add_bucket(bounds, counts, least, count);
		reached = end_of_bucket(least);
	}
	if (reached >= 0)
		add_bucket(bounds, counts, reached, 0);
}

/* The keys of the row, which say what was measured. */
static void name_row(cJSON *histogram, const char *fact, const struct rows *rows, const cJSON *row)
{
	cJSON *where = cJSON_AddObjectToObject(histogram, "where");
	const cJSON *column = rows->columns->child, *cell;
	char *name = NULL;
	size_t size;
	FILE *out = text_stream(&name, &size);

	fputs(fact, out);
	cJSON_ArrayForEach (cell, row) {
		bool key = json_true(column, "key");

		if (key && cJSON_IsString(cell) && *cell->valuestring) {
			cJSON_AddStringToObject(where, phrase_name(column, "name"),
						cell->valuestring);
			if (strcmp(cell->valuestring, "self") != 0)
				fprintf(out, " %s", cell->valuestring);
		} else if (key && cJSON_IsNumber(cell)) {
			cJSON_AddNumberToObject(where, phrase_name(column, "name"),
						cell->valuedouble);
			fprintf(out, " %.10g", cell->valuedouble);
		}
		column = column ? column->next : NULL;
	}
	fclose(out);
	cJSON_AddStringToObject(histogram, "name", must_have(name));
	free(name);
}

static void add_row(cJSON *list, const char *fact, const struct rows *rows, const cJSON *row)
{
	static const char *const numbers[] = { "p50", "p90", "p99", "p999", "max" };
	cJSON *histogram = cJSON_CreateObject();

	name_row(histogram, fact, rows, row);
	cJSON_AddStringToObject(histogram, "unit", "us");
	read_buckets(histogram, rows_text(rows, row, "histogram"));
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		if (cJSON_IsNumber(rows_cell(rows, row, numbers[i])))
			cJSON_AddNumberToObject(histogram, numbers[i],
						rows_number(rows, row, numbers[i]));
	cJSON_AddItemToArray(list, histogram);
}

static cJSON *take_longest(cJSON *list)
{
	int longest = -1, place = 0;
	double most = -1;
	const cJSON *item;

	cJSON_ArrayForEach (item, list) {
		double p99 = json_real(item, "p99", 0);

		if (p99 > most) {
			most = p99;
			longest = place;
		}
		place++;
	}
	return longest < 0 ? NULL : cJSON_DetachItemFromArray(list, longest);
}

cJSON *histograms_of(const cJSON *report, int most)
{
	cJSON *sorted = cJSON_CreateArray(), *longest;
	cleanup_json cJSON *list = cJSON_CreateArray();
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(report, "histograms"))
		cJSON_AddItemToArray(sorted, cJSON_Duplicate(item, true));
	cJSON_ArrayForEach (item, json_get(json_get(report, "evidence"), "facts")) {
		struct rows rows;
		const cJSON *row;

		if (!rows_of_fact(item, &rows) || rows_column(&rows, "histogram") < 0)
			continue;
		cJSON_ArrayForEach (row, rows.list)
			if (*rows_text(&rows, row, "histogram") && cJSON_GetArraySize(list) < 4096)
				add_row(list, item->string, &rows, row);
	}
	while (cJSON_GetArraySize(sorted) < most && (longest = take_longest(list)))
		cJSON_AddItemToArray(sorted, longest);
	return sorted;
}
