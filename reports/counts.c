// SPDX-License-Identifier: BSD-2-Clause
#include "counts.h"

#include <string.h>

#include "compare.h"
#include "json.h"

enum level counts_finding(const cJSON *finding, bool suspected)
{
	const char *severity = json_text(finding, "severity");
	const char *state = json_text(json_get(finding, "change"), "state");

	if (compare_excuses(finding) || (state && !strcmp(state, "inconclusive")))
		return LEVEL_NONE;
	return !suspected && severity && !strcmp(severity, "abnormal") ? LEVEL_ABNORMAL
								       : LEVEL_ATTENTION;
}

static enum level worst_of(const cJSON *list, bool suspected)
{
	enum level worst = LEVEL_NONE;
	const cJSON *finding;

	cJSON_ArrayForEach (finding, list) {
		enum level level = counts_finding(finding, suspected);

		if (level > worst)
			worst = level;
	}
	return worst;
}

enum level counts_worst(const cJSON *report)
{
	enum level causes = worst_of(json_get(report, "causes"), false);
	enum level suspected = worst_of(json_get(report, "suspected"), true);

	return causes > suspected ? causes : suspected;
}

static bool any_has(const cJSON *list, const char *key)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, list)
		if (json_true(line, key))
			return true;
	return false;
}

/* Without a baseline the verdict alone says it. */
bool counts_blind(const cJSON *report)
{
	const char *verdict = json_text(report, "verdict");

	if (!verdict || !strcmp(verdict, "undetermined"))
		return true;
	return json_get(report, "baseline") &&
	       (any_has(json_get(report, "undecided"), "essential") ||
		any_has(json_get(report, "broken"), "built_in"));
}
