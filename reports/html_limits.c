// SPDX-License-Identifier: BSD-2-Clause
/* What could not be seen, and why. */
#include "html_parts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "value.h"

/* Rules that miss the same thing are one entry. */
static void put_undecided(struct html_page *page, const cJSON *list, const cJSON *first)
{
	const cJSON *item;

	for (item = list->child; item != first; item = item->next)
		if (phrase_same_reason(item, first))
			return;
	html_markup(page, "<div><dt>");
	for (item = first; item; item = item->next) {
		if (!phrase_same_reason(item, first))
			continue;
		html_code(page, phrase_name(item, "id"));
		html_markup(page, " ");
	}
	html_markup(page, "</dt><dd>");
	html_both(page, phrase_of(first, "because"));
	html_markup(page, "</dd></div>\n");
}

static void put_missed_probe(struct html_page *page, const cJSON *probe)
{
	double lost = (double)json_count(probe, "lost", 0);

	html_markup(page, "<div><dt>");
	html_say(page, "probe", "探针");
	html_markup(page, " ");
	html_code(page, phrase_name(probe, "name"));
	html_markup(page, "</dt><dd>");
	html_both(page, phrase_of(probe, "why"));
	if (lost > 0) {
		html_markup(page, *phrase_name(probe, "why") ? "; " : "");
		html_say(page, "events lost: ", "丢失事件：");
		html_number(page, value_print_number, lost);
	}
	html_markup(page, "</dd></div>\n");
}

static void put_others(struct html_page *page, const cJSON *report)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(report, "unseen")) {
		html_markup(page, "<div><dt>");
		html_both(page, phrase_of(item, "what"));
		html_markup(page, "</dt><dd>");
		html_both(page, phrase_of(item, "because"));
		html_markup(page, "</dd></div>\n");
	}
	cJSON_ArrayForEach (item, json_get(report, "broken")) {
		html_markup(page, "<div><dt>");
		html_say(page, "broken rule", "无法运行的规则");
		html_markup(page, " ");
		html_code(page, phrase_name(item, "id"));
		html_markup(page, "</dt><dd>");
		html_name(page, phrase_name(item, "error"));
		html_markup(page, "</dd></div>\n");
	}
	cJSON_ArrayForEach (item, json_get(report, "probes"))
		if (phrase_probe_missed(item))
			put_missed_probe(page, item);
}

bool html_has_limits(const cJSON *report)
{
	static const char *const keys[] = { "undecided", "broken", "unseen" };
	const cJSON *probe;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (cJSON_GetArraySize(json_get(report, keys[i])))
			return true;
	cJSON_ArrayForEach (probe, json_get(report, "probes"))
		if (phrase_probe_missed(probe))
			return true;
	return false;
}

static void put_section(struct html_page *page, const cJSON *report)
{
	const cJSON *undecided = json_get(report, "undecided"), *item;

	if (!html_has_limits(report))
		return;
	html_section(page, "not-seen", PHRASE("Could not be seen", "未能看到"), -1);
	html_markup(page, "<dl class=\"reasons\">\n");
	cJSON_ArrayForEach (item, undecided)
		put_undecided(page, undecided, item);
	put_others(page, report);
	html_markup(page, "</dl>\n");
	html_section_end(page);
}

static bool is_undetermined(const cJSON *report)
{
	return !strcmp(phrase_name(report, "verdict"), "undetermined");
}

void html_why_undetermined(struct html_page *page, const cJSON *report)
{
	if (is_undetermined(report))
		put_section(page, report);
}

void html_not_seen(struct html_page *page, const cJSON *report)
{
	if (!is_undetermined(report))
		put_section(page, report);
}
