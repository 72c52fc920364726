// SPDX-License-Identifier: BSD-2-Clause
#include "compare_redacted.h"

#include "cleanup.h"
#include "compare.h"
#include "json.h"
#include "memory.h"
#include "redact.h"

static bool is_redacted(const cJSON *report)
{
	return json_true(json_get(report, "run"), "redacted") || json_true(report, "redacted");
}

/* The copy has its findings in the same order. */
static void carry_changes(cJSON *report, const cJSON *compared)
{
	static const char *const lists[] = { "causes", "suspected" };

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		const cJSON *list = json_get(compared, lists[i]), *from = list ? list->child : NULL;
		cJSON *to;

		cJSON_ArrayForEach (to, json_get(report, lists[i])) {
			json_copy_member(to, from, "change");
			from = from ? from->next : NULL;
		}
	}
	cJSON_DeleteItemFromObjectCaseSensitive(report, "baseline");
	json_copy_member(report, compared, "baseline");
}

void compare_redacted(cJSON *report, cJSON *baseline, bool redact)
{
	bool pseudonyms = redact || is_redacted(report) || is_redacted(baseline);
	struct redactor *redactor = pseudonyms ? redactor_new() : NULL;
	cleanup_json cJSON *copy = NULL;

	if (pseudonyms)
		redact_json(redactor, baseline);
	if (redact)
		redact_json(redactor, report);
	if (pseudonyms && !is_redacted(report)) {
		copy = must_have(cJSON_Duplicate(report, true));
		redact_json(redactor, copy);
	}
	compare_with(copy ? copy : report, baseline);
	if (copy)
		carry_changes(report, copy);
	redactor_free(redactor);
}
