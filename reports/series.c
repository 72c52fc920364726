// SPDX-License-Identifier: BSD-2-Clause
#include "series.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "phrase.h"
#include "rows.h"
#include "series_times.h"
#include "text_stream.h"

static bool contains(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strstr(text, *words))
			return true;
	return false;
}

static enum series_sort sort_of(const char *fact, const char *name, const char *unit)
{
	static const char *const loss[] = { "drop",    "lost",   "loss",  "full",
					    "retrans", "missed", "error", NULL };
	static const char *const cpu[] = { "cpu", "softirq", "busy", "steal", "idle", NULL };

	if (contains(fact, loss) || contains(name, loss))
		return SERIES_LOSS;
	if (contains(name, cpu))
		return SERIES_CPU;
	if (!strcmp(unit, "us") || !strcmp(unit, "ms"))
		return SERIES_DELAY;
	if (!strcmp(unit, "share") || contains(fact, cpu) || contains(name, cpu))
		return SERIES_CPU;
	return SERIES_TRAFFIC;
}

static struct series *add(struct series_list *list)
{
	list->items = must_realloc(list->items, (list->count + 1) * sizeof(*list->items));
	list->items[list->count] = (struct series){ 0 };
	return &list->items[list->count++];
}

static void room_for(struct series *series, size_t count)
{
	series->count = count;
	series->at_ms = must_calloc(count, sizeof(double));
	series->value = must_calloc(count, sizeof(double));
}

/* series[] of the report: its steps are even, and a value that is missing is none. */
static void add_given(struct series_list *list, const cJSON *given)
{
	double start = json_real(given, "start_ms", 0), step = json_real(given, "step_ms", 1);
	const cJSON *values = json_get(given, "values"), *value;
	struct series *series = add(list);
	size_t i = 0;

	series->name = must_strdup(phrase_name(given, "name"));
	series->unit = phrase_name(given, "unit");
	series->sort = sort_of("", series->name, series->unit);
	series->where = cJSON_Duplicate(json_get(given, "where"), true);
	series->from_ms = start;
	room_for(series, (size_t)cJSON_GetArraySize(values));
	cJSON_ArrayForEach (value, values) {
		series->at_ms[i] = start + (double)(i + 1) * step;
		series->value[i++] = number_of(value);
	}
}

static bool is_key(const cJSON *column)
{
	return json_true(column, "key");
}

/* When it was, and how many CPUs counted: no part of what a line is called. */
static bool is_of_interval(const char *key)
{
	return !strcmp(key, "t_ms") || !strcmp(key, "cpus");
}

/* The name and the object of a line: all keys of its row but the time, then the column. */
static void name_line(struct series *series, const struct rows *rows, const cJSON *row,
		      const char *column)
{
	const cJSON *head = rows->columns->child, *cell;
	char *name = NULL;
	size_t size;
	FILE *out = text_stream(&name, &size);

	series->where = cJSON_CreateObject();
	cJSON_ArrayForEach (cell, row) {
		const char *key = phrase_name(head, "name");

		if (is_key(head) && !is_of_interval(key) && !cJSON_IsNull(cell)) {
			cJSON_AddItemToObject(series->where, key, cJSON_Duplicate(cell, true));
			if (cJSON_IsString(cell) && strcmp(cell->valuestring, "self") != 0)
				fprintf(out, "%s ", cell->valuestring);
			else if (cJSON_IsNumber(cell))
				fprintf(out, "%s %.10g ", key, cell->valuedouble);
		}
		head = head ? head->next : NULL;
	}
	fputs(column, out);
	fclose(out);
	series->name = must_have(name);
}

static struct series *line_named(struct series_list *list, size_t first, const char *name)
{
	for (size_t i = first; i < list->count; i++)
		if (!strcmp(list->items[i].name, name))
			return &list->items[i];
	return NULL;
}

/* The line of a row and a column, made when it is not there yet. */
static struct series *line_of(struct series_list *list, size_t first, const struct rows *rows,
			      const cJSON *row, const cJSON *column, const struct times *times)
{
	struct series *fresh = add(list), *known;

	name_line(fresh, rows, row, phrase_name(column, "name"));
	list->count--;
	known = line_named(list, first, fresh->name);
	if (known || list->count >= SERIES_MOST) {
		free(fresh->name);
		cJSON_Delete(fresh->where);
		return known;
	}
	list->count++;
	room_for(fresh, times->count);
	memcpy(fresh->at_ms, times->at_ms, times->count * sizeof(double));
	fresh->from_ms = times->at_ms[0] - times->length_ms[0];
	return fresh;
}

static bool is_rate(const char *unit)
{
	static const char *const counters[] = { "packets", "bytes", "count", "entries", NULL };

	for (size_t i = 0; counters[i]; i++)
		if (!strcmp(counters[i], unit))
			return true;
	return false;
}

static void add_row(struct series_list *list, size_t first, const struct rows *rows,
		    const cJSON *row, const struct times *times, const char *fact)
{
	double t_ms = rows_number(rows, row, "t_ms");
	long place = times_place(times, t_ms);
	const cJSON *column = rows->columns->child, *cell;

	cJSON_ArrayForEach (cell, row) {
		const char *unit = json_text(column, "unit");
		struct series *series;

		if (unit && !is_key(column) && place >= 0) {
			series = line_of(list, first, rows, row, column, times);
			if (!series)
				return;
			series->unit = is_rate(unit) ? "per_s" : unit;
			series->sort = sort_of(fact, series->name, unit);
			series->value[place] +=
				number_of(cell) *
				(is_rate(unit) ? 1000 / times->length_ms[place] : 1);
		}
		column = column ? column->next : NULL;
	}
}

static bool ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && !strcmp(text + length - tail, end);
}

static void settle(struct series_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct series *series = &list->items[i];

		for (size_t k = 0; k < series->count; k++)
			if (series->value[k] > series->most)
				series->most = series->value[k];
		if (series->most > 0 && series->count > 1) {
			list->items[kept++] = *series;
			continue;
		}
		free(series->name);
		free(series->at_ms);
		free(series->value);
		cJSON_Delete(series->where);
	}
	list->count = kept;
}

static void add_fact(struct series_list *list, const cJSON *fact)
{
	size_t first = list->count;
	struct times_list *times;
	struct rows rows;
	const cJSON *row;

	if (!ends_in(fact->string, "series") || !rows_of_fact(fact, &rows) ||
	    rows_column(&rows, "t_ms") < 0)
		return;
	times = times_of(fact, &rows, list->start_ms);
	cJSON_ArrayForEach (row, rows.list) {
		const struct times *own = times_find(times, rows_text(&rows, row, "host"));

		if (own)
			add_row(list, first, &rows, row, own, fact->string);
	}
	times_free(times);
}

struct series_list series_of(const cJSON *report)
{
	const cJSON *evidence = json_get(report, "evidence"), *item;
	const cJSON *window = json_get(evidence, "window");
	struct series_list list = { 0 };

	list.start_ms = json_real(window, "start_ms", 0);
	list.end_ms = json_real(window, "end_ms", 0);
	cJSON_ArrayForEach (item, json_get(report, "series"))
		if (list.count < SERIES_MOST)
			add_given(&list, item);
	cJSON_ArrayForEach (item, json_get(evidence, "facts"))
		add_fact(&list, item);
	settle(&list);
	return list;
}

void series_free(struct series_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].name);
		free(list->items[i].at_ms);
		free(list->items[i].value);
		cJSON_Delete(list->items[i].where);
	}
	free(list->items);
	*list = (struct series_list){ 0 };
}

bool series_is(const struct series *series, const char *name)
{
	return !strcmp(series->name, name);
}
