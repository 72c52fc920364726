// SPDX-License-Identifier: BSD-2-Clause
#include "compare_match.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "amount.h"
#include "cleanup.h"
#include "compare.h"
#include "json.h"
#include "memory.h"
#include "text_stream.h"

static size_t collect(const cJSON *report, const cJSON **ret_findings)
{
	static const char *const lists[] = { "causes", "suspected" };
	const cJSON *finding;
	size_t count = 0;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		cJSON_ArrayForEach (finding, json_get(report, lists[i]))
			ret_findings[count++] = finding;
	return count;
}

static size_t size_of(const cJSON *report)
{
	return (size_t)cJSON_GetArraySize(json_get(report, "causes")) +
	       (size_t)cJSON_GetArraySize(json_get(report, "suspected"));
}

/* A vhost worker is called by the pid of its process. */
static bool same_thread(const char *a, const char *b)
{
	static const char worker[] = "vhost-";

	if (strncmp(a, worker, strlen(worker)) || strncmp(b, worker, strlen(worker)))
		return !strcmp(a, b);
	return isdigit((unsigned char)a[strlen(worker)]) &&
	       isdigit((unsigned char)b[strlen(worker)]);
}

static bool changes_by_itself(const char *key)
{
	return !strcmp(key, "pid") || !strcmp(key, "tid") || !strcmp(key, "cpu");
}

static bool same_value(const cJSON *a, const cJSON *b)
{
	if (cJSON_IsString(a) && cJSON_IsString(b) && !strcmp(a->string, "thread"))
		return same_thread(a->valuestring, b->valuestring);
	return cJSON_Compare(a, b, true);
}

/* Whether all that `a` says of the place is what `b` says of it. */
static bool says_the_same(const cJSON *a, const cJSON *b, bool exact)
{
	const cJSON *key;

	cJSON_ArrayForEach (key, a) {
		const cJSON *other = json_get(b, key->string);

		if (!exact && changes_by_itself(key->string))
			continue;
		if (!other || !same_value(key, other))
			return false;
	}
	return true;
}

static bool is_twin(const cJSON *a, const cJSON *b, bool exact)
{
	return !strcmp(json_text(a, "id"), json_text(b, "id")) &&
	       says_the_same(json_get(a, "where"), json_get(b, "where"), exact) &&
	       says_the_same(json_get(b, "where"), json_get(a, "where"), exact);
}

static void pair(struct matches *matches, bool exact)
{
	for (size_t i = 0; i < matches->new_count; i++)
		for (size_t k = 0; k < matches->old_count && !matches->old_of[i]; k++)
			if (!matches->taken[k] &&
			    is_twin(matches->new[i], matches->old[k], exact)) {
				matches->old_of[i] = matches->old[k];
				matches->taken[k] = true;
			}
}

void matches_find(const cJSON *old, const cJSON *new, struct matches *ret_matches)
{
	struct matches matches = {
		.old = must_calloc(size_of(old), sizeof(cJSON *)),
		.taken = must_calloc(size_of(old), sizeof(bool)),
		.new = must_calloc(size_of(new), sizeof(cJSON *)),
		.old_of = must_calloc(size_of(new), sizeof(cJSON *)),
	};

	matches.old_count = collect(old, matches.old);
	matches.new_count = collect(new, (const cJSON **)matches.new);
	pair(&matches, true);
	pair(&matches, false);
	*ret_matches = matches;
}

void matches_clear(struct matches *matches)
{
	free(matches->old);
	free(matches->taken);
	free(matches->new);
	free(matches->old_of);
}

int finding_level(const cJSON *report, const cJSON *finding)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, json_get(report, "suspected"))
		if (line == finding)
			return 1;
	return strcmp(json_text(finding, "severity"), "abnormal") ? 2 : 3;
}

const char *level_name(int level, bool chinese)
{
	static const char *const names[][2] = {
		{ "", "" },
		{ "suspected", "疑似" },
		{ "attention", "需要关注" },
		{ "abnormal", "异常" },
	};

	return names[level][chinese];
}

static const cJSON *first_of(const cJSON *finding)
{
	const cJSON *list = json_get(finding, "evidence");

	return list ? list->child : NULL;
}

static bool has_unit(const cJSON *number, const char *unit)
{
	return json_text(number, "unit") && !strcmp(json_text(number, "unit"), unit);
}

static const cJSON *share_of(const cJSON *finding)
{
	const cJSON *number;

	cJSON_ArrayForEach (number, json_get(finding, "evidence"))
		if (has_unit(number, "share"))
			return number;
	return NULL;
}

struct measure measure_of(const cJSON *report, const cJSON *finding, const cJSON *twin)
{
	const cJSON *first = first_of(finding), *share = share_of(finding);
	struct measure measure = {
		.kind = MEASURE_SEVERITY,
		.seconds = json_real(json_get(report, "run"), "duration_ms", 0) / 1000,
		.level = finding_level(report, finding),
	};

	if (has_unit(first, "us")) {
		measure.kind = MEASURE_DELAY;
		measure.value = json_real(first, "value", 0);
	}
	if (!has_unit(first, "packets") || measure.seconds <= 0)
		return measure;
	measure.packets = json_real(first, "value", 0);
	measure.kind = share && share_of(twin) ? MEASURE_SHARE : MEASURE_RATE;
	measure.value = measure.kind == MEASURE_SHARE ? json_real(share, "value", 0)
						      : measure.packets / measure.seconds;
	return measure;
}

/* Counts that chance alone could have made differ are the same. */
static bool by_chance(const struct measure *a, const struct measure *b)
{
	double variance;

	if (a->kind == MEASURE_DELAY || a->packets <= 0 || b->packets <= 0)
		return false;
	variance = a->value * a->value / a->packets + b->value * b->value / b->packets;
	return fabs(a->value - b->value) < COMPARE_DEVIATIONS * sqrt(variance);
}

const char *measure_change(const struct measure *before, const struct measure *now)
{
	if (before->kind != now->kind || now->kind == MEASURE_SEVERITY || by_chance(before, now))
		return "same";
	if (now->value > before->value * COMPARE_FACTOR)
		return "worse";
	return now->value * COMPARE_FACTOR < before->value ? "better" : "same";
}

/* Three digits, for two measures have to be told apart. */
static void print_share(FILE *out, double share, bool chinese)
{
	if ((share > 0 && share < 0.0001) || share > 0.99)
		amount_print_percent(out, share, chinese);
	else
		fprintf(out, "%.3g %%", 100 * share);
}

static void print_rate(FILE *out, double rate, bool chinese)
{
	fputs(chinese ? "每秒 " : "", out);
	if (rate > 0 && rate < 0.01)
		fputs(chinese ? "低于 0.01" : "below 0.01", out);
	else if (rate < 999.5)
		fprintf(out, "%.3g", rate);
	else
		amount_print_count(out, (uint64_t)(rate + 0.5));
	fputs(chinese ? " 个数据包" : " packets/s", out);
}

char *measure_text(const struct measure *measure, bool chinese)
{
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	switch (measure->kind) {
	case MEASURE_SEVERITY:
		fputs(level_name(measure->level, chinese), out);
		break;
	case MEASURE_SHARE:
		print_share(out, measure->value, chinese);
		break;
	case MEASURE_RATE:
		print_rate(out, measure->value, chinese);
		break;
	case MEASURE_DELAY:
		amount_print_us(out, measure->value);
		break;
	}
	fclose(out);
	return must_have(text);
}
