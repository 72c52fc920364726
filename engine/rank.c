// SPDX-License-Identifier: BSD-2-Clause
#include "rank.h"

#include <math.h>
#include <string.h>

#include "cleanup.h"
#include "edges.h"
#include "json.h"
#include "memory.h"

#define MAX_FOUND 4096

/* One confirmed or suspected finding on its way to the report. */
struct entry {
	const cJSON *finding;
	const struct entry *explained_by;
	double impact;
	int severity;
	char *where; /* printed, to order by */
};

static bool has_outcome(const cJSON *finding, const char *outcome)
{
	return !strcmp(json_text(finding, "outcome"), outcome);
}

static int severity_of(const cJSON *finding)
{
	return !strcmp(json_text(finding, "severity"), "abnormal") ? 2 : 1;
}

/* Of a merged report's finding the losses are those of its own host. */
static double impact_of(const cJSON *finding, double lost_in_all)
{
	double lost = json_real(finding, "lost_of", lost_in_all);
	double mine = json_real(finding, "lost", 0), excess = json_real(finding, "excess", 0);

	if (mine > 0)
		return lost > 0 ? fmin(1, mine / lost) : 1;
	return excess > 0 ? fmin(1, excess) : IMPACT_OTHERWISE;
}

static int score_of(const struct entry *entry)
{
	return (int)round(100 * entry->impact * json_real(entry->finding, "confidence", 0));
}

static int compare_roots(const void *a, const void *b)
{
	const struct entry *x = *(struct entry *const *)a, *y = *(struct entry *const *)b;
	int order;

	if (x->severity != y->severity)
		return y->severity - x->severity;
	if (score_of(x) != score_of(y))
		return score_of(y) - score_of(x);
	order = strcmp(json_text(x->finding, "id"), json_text(y->finding, "id"));
	return order ? order : strcmp(x->where, y->where);
}

/* The root of a chain of explanations; the table of edges has no cycle. */
static const struct entry *root_of(const struct entry *entry)
{
	while (entry->explained_by)
		entry = entry->explained_by;
	return entry;
}

static size_t collect(const cJSON *findings, const char *outcome, double lost,
		      struct entry *entries)
{
	const cJSON *finding;
	size_t count = 0;

	cJSON_ArrayForEach (finding, json_get(findings, "findings")) {
		if (!has_outcome(finding, outcome) || count == MAX_FOUND)
			continue;
		entries[count++] = (struct entry){
			.finding = finding,
			.impact = impact_of(finding, lost),
			.severity = severity_of(finding),
			.where = must_have(cJSON_PrintUnformatted(json_get(finding, "where"))),
		};
	}
	return count;
}

static void explain(struct entry *entries, size_t count, const cJSON *edges)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count && !entries[i].explained_by; j++)
			if (i != j && edges_explain(edges, entries[j].finding, entries[i].finding))
				entries[i].explained_by = &entries[j];
	for (size_t i = 0; i < count; i++) {
		struct entry *root = (struct entry *)root_of(&entries[i]);

		root->severity =
			root->severity > entries[i].severity ? root->severity : entries[i].severity;
		root->impact = fmax(root->impact, entries[i].impact);
	}
}

static void add_symptoms(cJSON *cause, const struct entry *root, const struct entry *entries,
			 size_t count)
{
	cJSON *symptoms = cJSON_AddArrayToObject(cause, "symptoms");

	for (size_t i = 0; i < count; i++) {
		cJSON *line;

		if (&entries[i] == root || root_of(&entries[i]) != root)
			continue;
		line = cJSON_CreateObject();
		json_copy_member(line, entries[i].finding, "id");
		json_copy_member(line, entries[i].finding, "because");
		json_copy_member(line, entries[i].finding, "because_zh");
		cJSON_AddItemToArray(symptoms, line);
	}
}

static cJSON *to_cause(const struct entry *entry, int position)
{
	static const char *const severities[] = { "", "attention", "abnormal" };
	cJSON *cause = cJSON_CreateObject();

	json_add_count(cause, "rank", (uint64_t)position);
	json_copy_member(cause, entry->finding, "id");
	json_copy_member(cause, entry->finding, "title");
	json_copy_member(cause, entry->finding, "title_zh");
	cJSON_AddStringToObject(cause, "severity", severities[entry->severity]);
	json_copy_member(cause, entry->finding, "confidence");
	json_add_count(cause, "score", (uint64_t)score_of(entry));
	json_copy_member(cause, entry->finding, "where");
	json_copy_member(cause, entry->finding, "because");
	json_copy_member(cause, entry->finding, "because_zh");
	json_copy_member(cause, entry->finding, "evidence");
	return cause;
}

static void add_found(cJSON *report, const char *key, const cJSON *findings, const char *outcome)
{
	struct entry *entries = must_calloc(MAX_FOUND, sizeof(*entries));
	size_t count = collect(findings, outcome, json_real(findings, "lost", 0), entries),
	       roots = 0;
	struct entry **ordered = must_calloc(count, sizeof(struct entry *));
	cJSON *list = cJSON_AddArrayToObject(report, key);

	if (!strcmp(outcome, "confirmed"))
		explain(entries, count, json_get(findings, "edges"));
	for (size_t i = 0; i < count; i++)
		if (!entries[i].explained_by)
			ordered[roots++] = &entries[i];
	qsort(ordered, roots, sizeof(struct entry *), compare_roots);
	for (size_t i = 0; i < roots; i++) {
		cJSON *cause = to_cause(ordered[i], (int)i + 1);

		add_symptoms(cause, ordered[i], entries, count);
		json_copy_member(cause, ordered[i]->finding, "advice");
		cJSON_AddItemToArray(list, cause);
	}
	for (size_t i = 0; i < count; i++)
		free(entries[i].where);
	free(entries);
	free(ordered);
}

static void add_others(cJSON *report, const char *key, const cJSON *findings)
{
	cJSON *list = cJSON_AddArrayToObject(report, key);
	const cJSON *finding;

	cJSON_ArrayForEach (finding, json_get(findings, "findings")) {
		cJSON *line;

		if (!has_outcome(finding, key))
			continue;
		line = cJSON_CreateObject();
		json_copy_member(line, finding, "id");
		json_copy_member(line, finding, "because");
		json_copy_member(line, finding, "because_zh");
		json_copy_member(line, finding, "error");
		json_copy_member(line, finding, "essential");
		json_copy_member(line, finding, "built_in");
		cJSON_AddItemToArray(list, line);
	}
}

void rank(cJSON *report, const cJSON *findings)
{
	const cJSON *line;

	add_found(report, "causes", findings, "confirmed");
	add_found(report, "suspected", findings, "suspected");
	add_others(report, "ruled_out", findings);
	add_others(report, "undecided", findings);
	add_others(report, "broken", findings);
	cJSON_ArrayForEach (line, json_get(findings, "broken"))
		cJSON_AddItemToArray(json_get(report, "broken"), cJSON_Duplicate(line, true));
}

static bool any_has(const cJSON *list, const char *key)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, list)
		if (json_true(line, key))
			return true;
	return false;
}

const char *verdict_of(const cJSON *report, bool looked)
{
	const cJSON *cause;
	const char *worst = NULL;

	cJSON_ArrayForEach (cause, json_get(report, "causes"))
		if (!worst || severity_of(cause) == 2)
			worst = severity_of(cause) == 2 ? "abnormal" : "attention";
	if (worst)
		return worst;
	if (json_get(report, "suspected")->child)
		return "attention";
	if (!looked || any_has(json_get(report, "undecided"), "essential") ||
	    any_has(json_get(report, "broken"), "built_in"))
		return "undetermined";
	return "healthy";
}
