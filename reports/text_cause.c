// SPDX-License-Identifier: BSD-2-Clause
#include "text.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "value.h"

#define SHOWN_EVIDENCE 5

static void put_where(struct text_page *page, const cJSON *where)
{
	struct text_draft draft;
	const cJSON *part;

	if (!cJSON_GetArraySize(where))
		return;
	text_label(page, PHRASE("Where", "位置"));
	text_draft(&draft);
	cJSON_ArrayForEach (part, where) {
		text_draft_comma(&draft, page->chinese);
		fprintf(draft.out, "%s ",
			phrase_in(phrase_word("where", part->string), page->chinese));
		value_print(draft.out, part, NULL, page->chinese);
	}
	text_put_draft(page, TONE_PLAIN, TEXT_BODY, &draft);
	text_end(page);
}

static void put_fact(struct text_page *page, const cJSON *item, int width)
{
	const char *unit = json_text(item, "unit");
	cleanup_free char *value = value_text(json_get(item, "value"), unit, page->chinese);
	const char *label = phrase_in(phrase_of(item, "label"), page->chinese);

	text_to(page, TEXT_BODY);
	text_put(page, TONE_STRONG, TEXT_BODY, value);
	text_to(page, TEXT_BODY + width + 2);
	if (*label)
		text_put(page, TONE_PLAIN, TEXT_BODY + width + 2, label);
	else if (unit && !strcmp(unit, "share"))
		text_say(page, TONE_DIM, TEXT_BODY + width + 2,
			 page->chinese ? "占比，%s" : "share, %s", phrase_name(item, "fact"));
	else
		text_put(page, TONE_DIM, TEXT_BODY + width + 2, phrase_name(item, "fact"));
	text_end(page);
}

/* The column that all values but oversized ones fit in. */
static int values_width(const cJSON *evidence, bool chinese)
{
	const cJSON *item;
	int widest = 0;

	cJSON_ArrayForEach (item, evidence) {
		cleanup_free char *value =
			value_text(json_get(item, "value"), json_text(item, "unit"), chinese);
		int width = text_width(value);

		if (width > widest && width <= 28)
			widest = width;
	}
	return widest;
}

static void put_evidence(struct text_page *page, const cJSON *evidence)
{
	int width = values_width(evidence, page->chinese), shown = 0;
	int count = cJSON_GetArraySize(evidence);
	const cJSON *item;

	if (!count)
		return;
	text_label(page, PHRASE("Evidence", "证据"));
	cJSON_ArrayForEach (item, evidence) {
		if (shown++ == SHOWN_EVIDENCE && !page->verbose && count > SHOWN_EVIDENCE + 1) {
			text_to(page, TEXT_BODY);
			text_say(page, TONE_DIM, TEXT_BODY,
				 page->chinese ? "另有 %d 项（-v）" : "%d more (-v)",
				 count - SHOWN_EVIDENCE);
			text_end(page);
			return;
		}
		put_fact(page, item, width);
	}
}

static void put_symptoms(struct text_page *page, const cJSON *symptoms)
{
	const cJSON *symptom;

	if (!cJSON_GetArraySize(symptoms))
		return;
	text_label(page, PHRASE("Explains", "解释了"));
	cJSON_ArrayForEach (symptom, symptoms) {
		text_to(page, TEXT_BODY);
		text_say(page, TONE_PLAIN, TEXT_BODY,
			 page->chinese ? "%s：" : "%s: ", phrase_name(symptom, "id"));
		text_put_phrase(page, TONE_PLAIN, TEXT_BODY, phrase_of(symptom, "because"));
		text_end(page);
		if (page->verbose)
			put_evidence(page, json_get(symptom, "evidence"));
	}
}

static void put_risk(struct text_page *page, const char *risk)
{
	enum text_tone tone = TONE_DIM;

	if (!strcmp(risk, "brief"))
		tone = TONE_ATTENTION;
	if (!strcmp(risk, "disruptive"))
		tone = TONE_ABNORMAL;
	text_say(page, tone, TEXT_BODY, page->chinese ? "（%s）" : " (%s)",
		 phrase_in(phrase_word("risk", risk), page->chinese));
}

static void put_advice(struct text_page *page, const cJSON *advice)
{
	const cJSON *step;

	cJSON_ArrayForEach (step, advice) {
		const char *command = json_text(step, "command"), *undo = json_text(step, "undo");

		text_label(page, PHRASE("Do", "处理"));
		text_put_phrase(page, TONE_PLAIN, TEXT_BODY, phrase_of(step, "text"));
		if (command)
			put_risk(page, phrase_name(step, "risk"));
		text_end(page);
		if (command)
			text_command(page, command);
		if (!undo)
			continue;
		text_label(page, PHRASE("Undo", "撤销"));
		text_command(page, undo);
	}
}

static void put_standing(struct text_page *page, const cJSON *cause)
{
	const cJSON *change = json_get(cause, "change");

	text_label(page, PHRASE("Id", "编号"));
	text_say(page, TONE_DIM, TEXT_BODY,
		 page->chinese ? "%s，得分 %.0f，可信度 %.0f %%"
			       : "%s, score %.0f, confidence %.0f %%",
		 phrase_name(cause, "id"), json_real(cause, "score", 0),
		 100 * json_real(cause, "confidence", 0));
	if (change)
		text_say(page, TONE_DIM, TEXT_BODY, page->chinese ? "，%s" : ", %s",
			 phrase_in(phrase_word("change", phrase_name(change, "state")),
				   page->chinese));
	text_end(page);
}

static void put_cause(struct text_page *page, const cJSON *cause, const char *sign)
{
	const char *severity = phrase_name(cause, "severity");

	text_gap(page);
	text_say(page, TONE_STRONG, 0, "%s%.0f. ", sign, json_real(cause, "rank", 0));
	text_put_phrase(page, text_tone_of(severity), TEXT_INDENT, phrase_word("state", severity));
	text_put(page, TONE_STRONG, TEXT_INDENT, page->chinese ? "：" : ": ");
	text_put_phrase(page, TONE_STRONG, TEXT_INDENT, phrase_of(cause, "title"));
	text_end(page);
	text_to(page, TEXT_INDENT);
	text_put_phrase(page, TONE_PLAIN, TEXT_INDENT, phrase_of(cause, "because"));
	text_end(page);
	put_where(page, json_get(cause, "where"));
	put_evidence(page, json_get(cause, "evidence"));
	put_symptoms(page, json_get(cause, "symptoms"));
	put_advice(page, json_get(cause, "advice"));
	put_standing(page, cause);
}

void text_causes(struct text_page *page, const cJSON *report)
{
	const cJSON *suspected = json_get(report, "suspected"), *cause;

	cJSON_ArrayForEach (cause, json_get(report, "causes"))
		put_cause(page, cause, "");
	if (!cJSON_GetArraySize(suspected))
		return;
	text_heading(page,
		     PHRASE("Suspected: the symptom was measured, its mechanism was not",
			    "疑似：症状已测得，机制未测得"),
		     -1);
	cJSON_ArrayForEach (cause, suspected)
		put_cause(page, cause, "?");
}
