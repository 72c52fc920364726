// SPDX-License-Identifier: BSD-2-Clause
#include "correlations.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "correlation.h"
#include "json.h"
#include "memory.h"
#include "rulebook.h"

#define TEXT_MAX 512

/* Both series over the steps of one: a step in which a series has no row is a zero of it. */
struct slots {
	size_t count;
	uint64_t *at_ms;
	double *a, *b;
};

static void free_slots(struct slots *slots)
{
	free(slots->at_ms);
	free(slots->a);
	free(slots->b);
}

static const struct table *series_of(const struct evidence *evidence, const cJSON *side)
{
	const struct fact *fact = evidence_find(evidence, json_text(side, "fact"));

	if (!fact || fact->absent || !fact->table || table_column(fact->table, "t_ms") < 0 ||
	    table_column(fact->table, json_text(side, "column")) < 0)
		return NULL;
	return fact->table;
}

/* Rows are sorted by time. */
static void find_steps(const struct table *steps, struct slots *slots)
{
	slots->at_ms = must_calloc(steps->rows, sizeof(*slots->at_ms));
	slots->a = must_calloc(steps->rows, sizeof(*slots->a));
	slots->b = must_calloc(steps->rows, sizeof(*slots->b));
	for (size_t i = 0; i < steps->rows; i++) {
		uint64_t at = cell_as_count(table_cell(steps, i, "t_ms"));

		if (!slots->count || slots->at_ms[slots->count - 1] != at)
			slots->at_ms[slots->count++] = at;
	}
}

static double cell_number(const struct cell *cell)
{
	return cell->type == CELL_REAL ? cell->real : (double)cell_as_count(cell);
}

/* Sums of a column in each step, each divided by those of the column `per` where there is one. */
static void fill(const struct table *series, const cJSON *side, const struct slots *slots,
		 double *values)
{
	const char *per = json_text(side, "per");
	size_t row = 0;

	for (size_t slot = 0; slot < slots->count; slot++) {
		double sum = 0, parts = 0;

		while (row < series->rows &&
		       cell_as_count(table_cell(series, row, "t_ms")) < slots->at_ms[slot])
			row++;
		for (; row < series->rows &&
		       cell_as_count(table_cell(series, row, "t_ms")) == slots->at_ms[slot];
		     row++) {
			sum += cell_number(table_cell(series, row, json_text(side, "column")));
			if (per)
				parts += cell_number(table_cell(series, row, per));
		}
		values[slot] = !per ? sum : parts > 0 ? sum / parts : 0;
	}
}

static size_t moving(const double *values, size_t count)
{
	size_t moved = 0;

	for (size_t i = 0; i < count; i++)
		moved += values[i] > 0;
	return moved;
}

static bool was_found(const cJSON *findings, const cJSON *pair)
{
	const char *glob = json_text(pair, "found");
	const cJSON *finding;

	cJSON_ArrayForEach (finding, findings) {
		const char *outcome = json_text(finding, "outcome");

		if (glob_matches(glob, json_text(finding, "id")) &&
		    (!strcmp(outcome, "confirmed") || !strcmp(outcome, "suspected")))
			return true;
	}
	return false;
}

static double step_ms(const struct slots *slots)
{
	return (double)(slots->at_ms[slots->count - 1] - slots->at_ms[0]) /
	       (double)(slots->count - 1);
}

static const char *name_of(const cJSON *side, int language)
{
	const cJSON *text = cJSON_GetArrayItem(json_get(side, "name"), language);

	return cJSON_IsString(text) ? text->valuestring : "?";
}

static void say(char text[TEXT_MAX], const cJSON *a, const cJSON *b, double r, double lag_ms,
		size_t points, double step)
{
	char later[128] = "";

	if (lag_ms != 0)
		snprintf(later, sizeof(later), ", %s %.0f ms later",
			 lag_ms > 0 ? "the former" : "the latter", fabs(lag_ms));
	snprintf(text, TEXT_MAX, "%s and %s %s: r = %.2f over %zu steps of %.0f ms%s",
		 name_of(a, 0), name_of(b, 0),
		 r > 0 ? "rose and fell together" : "moved against each other", r, points, step,
		 later);
}

static void say_zh(char text[TEXT_MAX], const cJSON *a, const cJSON *b, double r, double lag_ms,
		   size_t points, double step)
{
	char later[128] = "";

	if (lag_ms != 0)
		snprintf(later, sizeof(later), "，%s晚 %.0f ms", lag_ms > 0 ? "前者" : "后者",
			 fabs(lag_ms));
	snprintf(text, TEXT_MAX, "%s与%s%s：r = %.2f，%zu 个 %.0f ms 间隔%s", name_of(a, 1),
		 name_of(b, 1), r > 0 ? "同升同降" : "此升彼降", r, points, step, later);
}

static double rounded(double value, double step)
{
	return round(value / step) * step;
}

static void add(cJSON *list, const cJSON *a, const cJSON *b, const struct slots *slots,
		const struct correlation *found)
{
	double step = step_ms(slots), lag_ms = rounded(found->lag * step, 1);
	double r = round(found->r * 100) / 100;
	cJSON *line = cJSON_CreateObject();
	char text[TEXT_MAX];

	/* As the plots name their lines. */
	cJSON_AddStringToObject(line, "a", json_text(a, "column"));
	cJSON_AddStringToObject(line, "b", json_text(b, "column"));
	cJSON_AddNumberToObject(line, "r", r);
	cJSON_AddNumberToObject(line, "lag_ms", lag_ms);
	json_add_count(line, "points", found->points);
	say(text, a, b, r, lag_ms, found->points, step);
	cJSON_AddStringToObject(line, "because", text);
	say_zh(text, a, b, r, lag_ms, found->points, step);
	cJSON_AddStringToObject(line, "because_zh", text);
	cJSON_AddItemToArray(list, line);
}

static void try_pair(cJSON *list, const struct evidence *evidence, const cJSON *data,
		     const cJSON *pair)
{
	__attribute__((cleanup(free_slots))) struct slots slots = { 0 };
	const cJSON *a = json_get(pair, "a"), *b = json_get(pair, "b");
	const struct table *series_a = series_of(evidence, a);
	const struct table *series_b = series_of(evidence, b);
	struct correlation found;

	if (!series_a || !series_b || !series_b->rows)
		return;
	/* What the host did has a row for every step. */
	find_steps(series_b, &slots);
	if (slots.count < (size_t)json_count(data, "points", 0))
		return;
	fill(series_a, a, &slots, slots.a);
	fill(series_b, b, &slots, slots.b);
	if (moving(slots.a, slots.count) < (size_t)json_count(data, "moving", 0) ||
	    !correlate(slots.a, slots.b, slots.count, &found) ||
	    found.points < (size_t)json_count(data, "points", 0) ||
	    fabs(found.r) < json_real(data, "least", 1) || found.p >= json_real(data, "chance", 0))
		return;
	add(list, a, b, &slots, &found);
}

cJSON *correlations_find(const struct evidence *evidence, const cJSON *pairs, const cJSON *findings)
{
	cJSON *list = cJSON_CreateArray();
	const cJSON *pair;

	cJSON_ArrayForEach (pair, json_get(pairs, "pairs"))
		if (was_found(findings, pair))
			try_pair(list, evidence, pairs, pair);
	return list;
}
