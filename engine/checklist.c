// SPDX-License-Identifier: BSD-2-Clause
#include "checklist.h"

#include <string.h>

#include "json.h"
#include "rulebook.h"

/* The answer so far: the gravest state, and the sentence of the finding that made it so. */
struct answer {
	enum { NOTHING, OK, UNKNOWN, ATTENTION, ABNORMAL } state;
	const cJSON *finding;
};

static int state_of(const cJSON *finding)
{
	const char *outcome = json_text(finding, "outcome");
	const char *severity = json_text(finding, "severity");

	if (!strcmp(outcome, "ruled_out"))
		return OK;
	if (strcmp(outcome, "confirmed") && strcmp(outcome, "suspected"))
		return UNKNOWN;
	if (!strcmp(outcome, "suspected"))
		return ATTENTION;
	return severity && !strcmp(severity, "abnormal") ? ABNORMAL : ATTENTION;
}

static struct answer answer_box(const cJSON *box, const cJSON *findings)
{
	struct answer answer = { NOTHING, NULL };
	const cJSON *glob, *finding;

	cJSON_ArrayForEach (glob, json_get(box, "rules"))
		cJSON_ArrayForEach (finding, findings)
			if (cJSON_IsString(glob) &&
			    glob_matches(glob->valuestring, json_text(finding, "id")) &&
			    state_of(finding) > (int)answer.state) {
				answer.state = (unsigned)state_of(finding);
				answer.finding = finding;
			}
	return answer;
}

static void add_because(cJSON *line, const struct answer *answer)
{
	const char *because = json_text(answer->finding, "because");
	const char *because_zh = json_text(answer->finding, "because_zh");

	if (answer->state == NOTHING) {
		because = "no rule of the flows that ran answers this";
		because_zh = "本次运行的流程中没有规则回答此项";
	} else if (!because) {
		because = "its rule is broken, see broken[]";
		because_zh = "对应规则出错，见 broken[]";
	}
	cJSON_AddStringToObject(line, "because", because);
	cJSON_AddStringToObject(line, "because_zh", because_zh ? because_zh : because);
}

cJSON *checklist_fill(const cJSON *boxes, const cJSON *findings)
{
	static const char *const states[] = { "unknown", "ok", "unknown", "attention", "abnormal" };
	cJSON *checklist = cJSON_CreateArray();
	const cJSON *box;

	cJSON_ArrayForEach (box, boxes) {
		struct answer answer = answer_box(box, findings);
		cJSON *line = cJSON_CreateObject();

		json_copy_member(line, box, "id");
		json_copy_member(line, box, "section");
		json_copy_member(line, box, "item");
		json_copy_member(line, box, "title");
		json_copy_member(line, box, "title_zh");
		cJSON_AddStringToObject(line, "state", states[answer.state]);
		add_because(line, &answer);
		cJSON_AddItemToArray(checklist, line);
	}
	return checklist;
}
