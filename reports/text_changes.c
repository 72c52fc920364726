// SPDX-License-Identifier: BSD-2-Clause
/* What changed since the baseline: a line for each finding, and what is gone or cannot be told. */
#include "changes.h"

#include <string.h>

#include "compare.h"
#include "json.h"
#include "text.h"

static void put_place(struct text_page *page, const cJSON *where)
{
	const cJSON *value;

	cJSON_ArrayForEach (value, where)
		if (cJSON_IsNumber(value))
			text_say(page, TONE_DIM, TEXT_BODY, " %s %.0f",
				 phrase_in(phrase_word("where", value->string), page->chinese),
				 value->valuedouble);
		else if (cJSON_IsString(value))
			text_say(page, TONE_DIM, TEXT_BODY, " %s %s",
				 phrase_in(phrase_word("where", value->string), page->chinese),
				 value->valuestring);
}

static void put_line(struct text_page *page, struct phrase label, enum text_tone tone,
		     const cJSON *finding, const cJSON *change)
{
	text_to(page, TEXT_INDENT);
	text_put_phrase(page, tone, TEXT_INDENT, label);
	text_to(page, TEXT_BODY);
	text_put(page, TONE_STRONG, TEXT_BODY, phrase_name(finding, "id"));
	put_place(page, json_get(finding, "where"));
	if (json_text(change, "because")) {
		text_put(page, TONE_PLAIN, TEXT_BODY, page->chinese ? "：" : ": ");
		text_put_phrase(page, TONE_PLAIN, TEXT_BODY, phrase_of(change, "because"));
	}
	text_end(page);
}

static void put_found(struct text_page *page, const cJSON *report, const char *state,
		      struct phrase label, enum text_tone tone)
{
	static const char *const lists[] = { "causes", "suspected" };
	const cJSON *finding;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		cJSON_ArrayForEach (finding, json_get(report, lists[i]))
			if (!strcmp(phrase_name(json_get(finding, "change"), "state"), state))
				put_line(page, label, tone, finding, json_get(finding, "change"));
}

static void put_counts(struct text_page *page, const struct comparison *count, int unclear)
{
	text_to(page, TEXT_INDENT);
	text_say(page, TONE_PLAIN, TEXT_INDENT,
		 page->chinese
			 ? "新增 %d，变差 %d，不变 %d，好转 %d，消失 %d，无法比较 %d"
			 : "%d new, %d worse, %d the same, %d better, %d gone, %d inconclusive",
		 count->new, count->worse, count->same, count->better, count->gone, unclear);
	text_end(page);
}

void text_changes(struct text_page *page, const cJSON *report)
{
	const cJSON *baseline = json_get(report, "baseline"), *line;
	const cJSON *lost = json_get(baseline, "inconclusive");
	struct comparison count = compare_count(report);
	struct phrase unclear = PHRASE("unclear", "无法比较");

	if (!baseline)
		return;
	text_heading(page, PHRASE("Since the baseline", "与基线相比"), -1);
	put_counts(page, &count, count.unknown + cJSON_GetArraySize(lost));
	put_found(page, report, "new", PHRASE("new", "新增"), TONE_ABNORMAL);
	put_found(page, report, "worse", PHRASE("worse", "变差"), TONE_ABNORMAL);
	put_found(page, report, "inconclusive", unclear, TONE_UNKNOWN);
	cJSON_ArrayForEach (line, lost)
		put_line(page, unclear, TONE_UNKNOWN, line, line);
	put_found(page, report, "same", PHRASE("same", "不变"), TONE_DIM);
	put_found(page, report, "better", PHRASE("better", "好转"), TONE_GOOD);
	cJSON_ArrayForEach (line, json_get(baseline, "gone"))
		put_line(page, PHRASE("gone", "消失"), TONE_GOOD, line, NULL);
}

static void put_side(struct text_page *page, struct phrase label, const char *name,
		     const char *started, const char *verdict)
{
	text_label(page, label);
	text_put_phrase(page, text_tone_of(verdict), TEXT_BODY, phrase_word("verdict", verdict));
	text_say(page, TONE_PLAIN, TEXT_BODY, "  %s  %s", started, name);
	text_end(page);
}

void changes_render(const cJSON *report, const char *old_name, const char *new_name,
		    const struct render_style *style, FILE *out)
{
	const cJSON *baseline = json_get(report, "baseline");
	struct text_page page;

	text_open(&page, style, out);
	put_side(&page, PHRASE("Old", "旧"), old_name, phrase_name(baseline, "started"),
		 phrase_name(baseline, "verdict"));
	put_side(&page, PHRASE("New", "新"), new_name,
		 phrase_name(json_get(report, "run"), "started"), phrase_name(report, "verdict"));
	text_changes(&page, report);
	text_end(&page);
}
