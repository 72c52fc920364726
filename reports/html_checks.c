// SPDX-License-Identifier: BSD-2-Clause
/* The guide's checklist, and what was ruled out. */
#include "html_parts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"

static void put_box(struct html_page *page, const cJSON *box)
{
	const char *state = phrase_name(box, "state");

	html_markup(page, "<li class=\"%s\">", html_class(state));
	html_icon(page, state);
	html_markup(page, "<div><p><span class=\"unseen\">");
	html_both(page, phrase_word("state", state));
	html_markup(page, ": </span>");
	html_both(page, phrase_of(box, "title"));
	html_markup(page, "</p><p class=\"soft\">");
	html_both(page, phrase_of(box, "because"));
	html_markup(page, "</p></div></li>\n");
}

static void put_list(struct html_page *page, const cJSON *boxes, const char *section)
{
	const cJSON *box;

	html_markup(page, "<div class=\"list\"><h3>%s ", section);
	html_both(page, phrase_word("section", section));
	html_markup(page, "</h3><ul class=\"boxes\">\n");
	cJSON_ArrayForEach (box, boxes)
		if (!strcmp(phrase_name(box, "section"), section))
			put_box(page, box);
	html_markup(page, "</ul></div>\n");
}

static void put_tally(struct html_page *page, const cJSON *boxes)
{
	static const char *const states[] = { "abnormal", "attention", "unknown", "ok" };
	const cJSON *box;

	html_markup(page, "<p class=\"chips\">");
	for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
		int count = 0;

		cJSON_ArrayForEach (box, boxes)
			count += !strcmp(phrase_name(box, "state"), states[i]);
		if (!count)
			continue;
		html_markup(page, "<span class=\"chip %s\">", html_class(states[i]));
		html_icon(page, states[i]);
		html_markup(page, "%d ", count);
		html_both(page, phrase_word("state", states[i]));
		html_markup(page, "</span>");
	}
	html_markup(page, "</p>\n");
}

void html_checklist(struct html_page *page, const cJSON *report)
{
	static const char *const sections[] = { "3.1", "3.2", "3.3" };
	const cJSON *boxes = json_get(report, "checklist");

	if (!cJSON_GetArraySize(boxes))
		return;
	html_section(page, "checklist", PHRASE("Checklist", "检查单"), cJSON_GetArraySize(boxes));
	put_tally(page, boxes);
	html_markup(page, "<div class=\"lists\">\n");
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		put_list(page, boxes, sections[i]);
	html_markup(page, "</div>\n");
	html_section_end(page);
}

void html_ruled_out(struct html_page *page, const cJSON *report)
{
	const cJSON *list = json_get(report, "ruled_out"), *item;
	int count = cJSON_GetArraySize(list);

	if (!count)
		return;
	html_section(page, "ruled-out", PHRASE("Ruled out", "已排除"), count);
	html_markup(page, "<details class=\"print\"%s><summary>", count <= 12 ? " open" : "");
	html_say(page, "What was looked for and is not the cause", "检查过但不是原因的项目");
	html_markup(page, "</summary><dl class=\"reasons\">\n");
	cJSON_ArrayForEach (item, list) {
		html_markup(page, "<div><dt>");
		html_code(page, phrase_name(item, "id"));
		html_markup(page, "</dt><dd>");
		html_both(page, phrase_of(item, "because"));
		html_markup(page, "</dd></div>\n");
	}
	html_markup(page, "</dl></details>\n");
	html_section_end(page);
}
