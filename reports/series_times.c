// SPDX-License-Identifier: BSD-2-Clause
#include "series_times.h"

#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "memory.h"

#define USUAL_STEP_MS 1000 /* of a fact that has one moment and does not tell */

static int by_time(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (one > other) - (one < other);
}

static struct times *times_for(struct times_list *list, const char *host)
{
	/* Rows of a host stand together. */
	for (size_t i = list->count; i-- > 0;)
		if (!strcmp(list->items[i].host, host))
			return &list->items[i];
	if (list->count == TIMES_HOSTS)
		return NULL;
	list->items[list->count].host = host;
	return &list->items[list->count++];
}

static void add_times(struct times_list *list, const struct rows *rows)
{
	const cJSON *row;

	cJSON_ArrayForEach (row, rows->list) {
		struct times *times = times_for(list, rows_text(rows, row, "host"));
		double at_ms = rows_number(rows, row, "t_ms");

		if (!times || (times->count && times->at_ms[times->count - 1] == at_ms))
			continue;
		times->at_ms = must_realloc(times->at_ms, (times->count + 1) * sizeof(double));
		times->at_ms[times->count++] = at_ms;
	}
}

static void only_once(struct times *times)
{
	size_t kept = 0;

	qsort(times->at_ms, times->count, sizeof(double), by_time);
	for (size_t i = 0; i < times->count; i++)
		if (!kept || times->at_ms[i] > times->at_ms[kept - 1])
			times->at_ms[kept++] = times->at_ms[i];
	times->count = kept;
}

static double step_of(const struct times *times, const cJSON *fact)
{
	double step = json_real(fact, "step_ms", 0), *gaps;

	if (step > 0)
		return step;
	if (times->count < 2)
		return USUAL_STEP_MS;
	gaps = must_calloc(times->count - 1, sizeof(double));
	for (size_t i = 1; i < times->count; i++)
		gaps[i - 1] = times->at_ms[i] - times->at_ms[i - 1];
	qsort(gaps, times->count - 1, sizeof(double), by_time);
	step = gaps[(times->count - 2) / 4];
	free(gaps);
	return step;
}

/* A window may begin before the first reading, or within an interval. */
static double length_of(const struct times *times, size_t place, double start_ms, double step)
{
	double gap = times->at_ms[place] - (place ? times->at_ms[place - 1] : start_ms);

	return gap > 1.5 * step || (!place && gap < 0.5 * step) ? step : gap;
}

static void measure(struct times *times, double start_ms, double step)
{
	double *at_ms = must_calloc(2 * times->count, sizeof(double)), before = start_ms;
	size_t count = 0;

	times->length_ms = must_calloc(2 * times->count, sizeof(double));
	for (size_t i = 0; i < times->count; i++) {
		double length = length_of(times, i, start_ms, step);
		double begin = times->at_ms[i] - length;

		if (begin > before) {
			times->length_ms[count] = begin - before;
			at_ms[count++] = begin;
		}
		times->length_ms[count] = length;
		before = at_ms[count++] = times->at_ms[i];
	}
	free(times->at_ms);
	times->at_ms = at_ms;
	times->count = count;
}

struct times_list *times_of(const cJSON *fact, const struct rows *rows, double start_ms)
{
	struct times_list *list = must_calloc(1, sizeof(*list));

	add_times(list, rows);
	for (size_t i = 0; i < list->count; i++) {
		only_once(&list->items[i]);
		measure(&list->items[i], start_ms, step_of(&list->items[i], fact));
	}
	return list;
}

void times_free(struct times_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].at_ms);
		free(list->items[i].length_ms);
	}
	free(list);
}

const struct times *times_find(const struct times_list *list, const char *host)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i].host, host))
			return &list->items[i];
	return NULL;
}

long times_place(const struct times *times, double t_ms)
{
	const double *found = bsearch(&t_ms, times->at_ms, times->count, sizeof(double), by_time);

	return found ? found - times->at_ms : -1;
}
