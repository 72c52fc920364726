// SPDX-License-Identifier: BSD-2-Clause
#include "series_times.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "memory.h"
#include "rows.h"

static int by_time(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (one > other) - (one < other);
}

static void add_times(struct times *times, const struct rows *rows)
{
	int place = rows_column(rows, "t_ms");
	const cJSON *row;

	times->at_ms =
		must_realloc(times->at_ms, (times->count + (size_t)cJSON_GetArraySize(rows->list)) *
						   sizeof(double));
	cJSON_ArrayForEach (row, rows->list)
		times->at_ms[times->count++] = number_of(cJSON_GetArrayItem(row, place));
}

static void only_once(struct times *times)
{
	size_t kept = 0;

	if (times->count)
		qsort(times->at_ms, times->count, sizeof(double), by_time);
	for (size_t i = 0; i < times->count; i++)
		if (!kept || times->at_ms[i] > times->at_ms[kept - 1])
			times->at_ms[kept++] = times->at_ms[i];
	times->count = kept;
}

struct times times_of(const cJSON *report)
{
	const cJSON *evidence = json_get(report, "evidence"), *fact;
	struct times times = { 0 };

	times.start_ms = json_real(json_get(evidence, "window"), "start_ms", 0);
	cJSON_ArrayForEach (fact, json_get(evidence, "facts")) {
		size_t length = strlen(fact->string);
		struct rows rows;

		if (length > 6 && !strcmp(fact->string + length - 6, "series") &&
		    rows_of_fact(fact, &rows) && rows_column(&rows, "t_ms") >= 0)
			add_times(&times, &rows);
	}
	only_once(&times);
	return times;
}

long times_place(const struct times *times, double t_ms)
{
	const double *found =
		times->count ? bsearch(&t_ms, times->at_ms, times->count, sizeof(double), by_time)
			     : NULL;

	return found ? found - times->at_ms : -1;
}

double times_length(const struct times *times, size_t place)
{
	double length, first = times->at_ms[0] - times->start_ms;

	if (place)
		return times->at_ms[place] - times->at_ms[place - 1];
	length = times->count > 1 ? times->at_ms[1] - times->at_ms[0] : first;
	if (first > 0 && first < length)
		length = first;
	return length > 0 ? length : 1000;
}
