// SPDX-License-Identifier: BSD-2-Clause
#include "compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "compare_match.h"
#include "json.h"
#include "memory.h"

static const char *const found_lists[] = { "causes", "suspected" };

/* Adds "because" and its Chinese twin; takes both over. */
static void add_because(cJSON *to, char *english, char *chinese)
{
	json_add_text(to, "because", english);
	json_add_text(to, "because_zh", chinese);
	free(english);
	free(chinese);
}

__attribute__((format(printf, 1, 2))) static char *sentence(const char *format, ...)
{
	va_list arguments;
	char *text = NULL;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	return must_have(text);
}

static void set_change(cJSON *finding, const char *state, char *english, char *chinese)
{
	cJSON *change = cJSON_CreateObject();

	cJSON_AddStringToObject(change, "state", state);
	add_because(change, english, chinese);
	cJSON_DeleteItemFromObjectCaseSensitive(finding, "change");
	cJSON_AddItemToObject(finding, "change", change);
}

/* The finding that the baseline explained away: of which cause it was a symptom. */
static const char *symptom_of(const cJSON *report, const char *id)
{
	const cJSON *cause, *symptom;

	cJSON_ArrayForEach (cause, json_get(report, "causes"))
		cJSON_ArrayForEach (symptom, json_get(cause, "symptoms"))
			if (!strcmp(json_text(symptom, "id"), id))
				return json_text(cause, "id");
	return NULL;
}

static const cJSON *line_of(const cJSON *report, const char *list, const char *id)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, json_get(report, list))
		if (!strcmp(json_text(line, "id"), id))
			return line;
	return NULL;
}

/* Whether the rule was judged on enough to know: it found something somewhere, or ruled it out. */
static bool was_judged(const cJSON *report, const char *id)
{
	return line_of(report, "ruled_out", id) || line_of(report, "causes", id) ||
	       line_of(report, "suspected", id);
}

static void change_of_new(cJSON *finding, const cJSON *baseline)
{
	const char *id = json_text(finding, "id"), *root = symptom_of(baseline, id);
	const cJSON *undecided = line_of(baseline, "undecided", id);

	if (root)
		set_change(finding, "new",
			   sentence("in the baseline it was a symptom of %s, not a cause", root),
			   sentence("在基线中它是 %s 的症状，而不是原因", root));
	else if (was_judged(baseline, id))
		set_change(finding, "new", sentence("the baseline did not find it there"),
			   sentence("基线中此处没有发现它"));
	else if (undecided)
		set_change(finding, "inconclusive",
			   sentence("the baseline could not tell: %s",
				    json_text(undecided, "because")),
			   sentence("基线无法判断：%s", json_text(undecided, "because_zh")));
	else
		set_change(finding, "inconclusive", sentence("the baseline was not asked for it"),
			   sentence("基线没有检查它"));
}

static void change_of_number(cJSON *finding, const struct measure *before,
			     const struct measure *now)
{
	cleanup_free char *old = measure_text(before, false), *old_zh = measure_text(before, true);
	cleanup_free char *new = measure_text(now, false), *new_zh = measure_text(now, true);

	set_change(finding, measure_change(before, now),
		   sentence("%s in the baseline, %s now", old, new),
		   sentence("基线中为 %s，现在为 %s", old_zh, new_zh));
}

static void change_of_known(cJSON *finding, const cJSON *report, const cJSON *old,
			    const cJSON *baseline)
{
	int was = finding_level(baseline, old), is = finding_level(report, finding);
	struct measure before = measure_of(baseline, old, finding);
	struct measure now = measure_of(report, finding, old);
	const cJSON *number = json_get(old, "evidence") ? json_get(old, "evidence")->child : NULL;

	if (was != is)
		set_change(finding, is > was ? "worse" : "better",
			   sentence("it was %s, and is %s now", level_name(was, false),
				    level_name(is, false)),
			   sentence("以前为%s，现在为%s", level_name(was, true),
				    level_name(is, true)));
	else
		change_of_number(finding, &before, &now);
	if (json_text(number, "unit")) {
		cJSON_AddItemToObject(json_get(finding, "change"), "before",
				      cJSON_Duplicate(json_get(number, "value"), true));
		json_copy_member(json_get(finding, "change"), number, "unit");
	}
}

/* The baseline had it, the report has not: gone, or nobody can tell. */
static void add_missing(cJSON *baseline_part, const cJSON *report, const cJSON *old)
{
	const char *id = json_text(old, "id"), *root = symptom_of(report, id);
	const cJSON *undecided = line_of(report, "undecided", id);
	const cJSON *broken = line_of(report, "broken", id);
	bool gone = !root && !undecided && !broken && was_judged(report, id);
	cJSON *line = cJSON_CreateObject();

	json_copy_member(line, old, "id");
	json_copy_member(line, old, "title");
	json_copy_member(line, old, "title_zh");
	json_copy_member(line, old, "where");
	cJSON_AddItemToArray(json_get(baseline_part, gone ? "gone" : "inconclusive"), line);
	if (gone)
		return;
	if (root)
		add_because(line, sentence("it is a symptom of %s now", root),
			    sentence("现在它是 %s 的症状", root));
	else if (undecided || broken)
		add_because(line,
			    sentence("it could not be looked at now: %s",
				     json_text(undecided ? undecided : broken,
					       undecided ? "because" : "error")),
			    sentence("现在无法检查：%s",
				     json_text(undecided ? undecided : broken,
					       undecided ? "because_zh" : "error")));
	else
		add_because(line, sentence("this report was not asked for it"),
			    sentence("本报告没有检查它"));
	if (!root && (undecided || broken))
		cJSON_AddTrueToObject(line, "could_not_look");
}

static cJSON *new_baseline(const cJSON *baseline)
{
	cJSON *part = cJSON_CreateObject();

	json_copy_member(part, json_get(baseline, "run"), "started");
	json_copy_member(part, baseline, "verdict");
	cJSON_AddArrayToObject(part, "gone");
	cJSON_AddArrayToObject(part, "inconclusive");
	return part;
}

void compare_with(cJSON *report, const cJSON *baseline)
{
	struct matches matches;
	cJSON *part = new_baseline(baseline);

	matches_find(baseline, report, &matches);
	for (size_t i = 0; i < matches.new_count; i++)
		if (matches.old_of[i])
			change_of_known(matches.new[i], report, matches.old_of[i], baseline);
		else
			change_of_new(matches.new[i], baseline);
	for (size_t i = 0; i < matches.old_count; i++)
		if (!matches.taken[i])
			add_missing(part, report, matches.old[i]);
	matches_clear(&matches);
	cJSON_DeleteItemFromObjectCaseSensitive(report, "baseline");
	cJSON_AddItemToObject(report, "baseline", part);
}

struct comparison compare_count(const cJSON *report)
{
	const cJSON *baseline = json_get(report, "baseline"), *line;
	struct comparison count = { .gone = cJSON_GetArraySize(json_get(baseline, "gone")) };

	for (size_t i = 0; i < ARRAY_SIZE(found_lists); i++)
		cJSON_ArrayForEach (line, json_get(report, found_lists[i])) {
			const char *state = json_text(json_get(line, "change"), "state");

			count.new += state && !strcmp(state, "new");
			count.worse += state && !strcmp(state, "worse");
			count.same += state && !strcmp(state, "same");
			count.better += state && !strcmp(state, "better");
			count.unknown += state && !strcmp(state, "inconclusive");
		}
	cJSON_ArrayForEach (line, json_get(baseline, "inconclusive"))
		count.blind += json_true(line, "could_not_look");
	return count;
}

bool compare_excuses(const cJSON *finding)
{
	const char *state = json_text(json_get(finding, "change"), "state");

	return state && (!strcmp(state, "same") || !strcmp(state, "better"));
}
