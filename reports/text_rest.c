// SPDX-License-Identifier: BSD-2-Clause
#include "text.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "value.h"

/* "drop" of "drop.netfilter". */
static int family_length(const char *id)
{
	return (int)strcspn(id, ".");
}

static bool same_family(const char *a, const char *b)
{
	int length = family_length(a);

	return length == family_length(b) && !strncmp(a, b, (size_t)length);
}

static bool named_before(const cJSON *list, const cJSON *item)
{
	const cJSON *other;

	cJSON_ArrayForEach (other, list) {
		if (other == item)
			return false;
		if (!strcmp(phrase_name(other, "id"), phrase_name(item, "id")))
			return true;
	}
	return false;
}

static void put_family(struct text_page *page, const cJSON *list, const cJSON *first)
{
	const char *family = phrase_name(first, "id");
	struct text_draft draft;

	text_to(page, TEXT_INDENT);
	text_say(page, TONE_DIM, TEXT_INDENT, "%.*s", family_length(family), family);
	text_to(page, TEXT_BODY);
	text_draft(&draft);
	for (const cJSON *item = first; item; item = item->next) {
		const char *id = phrase_name(item, "id");
		const char *rest = id + family_length(id);

		if (!same_family(id, family) || named_before(list, item))
			continue;
		text_draft_comma(&draft, false);
		fputs(*rest ? rest + 1 : id, draft.out);
	}
	text_put_draft(page, TONE_PLAIN, TEXT_BODY, &draft);
	text_end(page);
}

static bool family_before(const cJSON *list, const cJSON *item)
{
	const cJSON *other;

	cJSON_ArrayForEach (other, list) {
		if (other == item)
			return false;
		if (same_family(phrase_name(other, "id"), phrase_name(item, "id")))
			return true;
	}
	return false;
}

static void put_reason(struct text_page *page, const char *id, struct phrase because)
{
	text_to(page, TEXT_INDENT);
	text_put(page, TONE_PLAIN, TEXT_INDENT, id);
	text_end(page);
	text_to(page, TEXT_INDENT + 2);
	text_put_phrase(page, TONE_DIM, TEXT_INDENT + 2, because);
	text_end(page);
}

void text_ruled_out(struct text_page *page, const cJSON *report)
{
	const cJSON *list = json_get(report, "ruled_out"), *item;

	if (!cJSON_GetArraySize(list))
		return;
	text_heading(page, PHRASE("Ruled out", "已排除"), cJSON_GetArraySize(list));
	cJSON_ArrayForEach (item, list) {
		if (page->verbose)
			put_reason(page, phrase_name(item, "id"), phrase_of(item, "because"));
		else if (!family_before(list, item))
			put_family(page, list, item);
	}
}

/* Rules that miss the same thing are one line. */
static void put_undecided(struct text_page *page, const cJSON *list, const cJSON *first)
{
	struct text_draft draft;
	const cJSON *item;

	for (item = list->child; item != first; item = item->next)
		if (phrase_same_reason(item, first))
			return;
	text_draft(&draft);
	for (item = first; item; item = item->next) {
		if (!phrase_same_reason(item, first))
			continue;
		text_draft_comma(&draft, false);
		fputs(phrase_name(item, "id"), draft.out);
	}
	text_to(page, TEXT_INDENT);
	text_put_draft(page, TONE_PLAIN, TEXT_INDENT, &draft);
	text_end(page);
	text_to(page, TEXT_INDENT + 2);
	text_put_phrase(page, TONE_DIM, TEXT_INDENT + 2, phrase_of(first, "because"));
	text_end(page);
}

static bool probe_shown(const cJSON *probe, bool verbose)
{
	return phrase_probe_missed(probe) ||
	       (verbose && !strcmp(phrase_name(probe, "state"), "skipped"));
}

static void put_probe(struct text_page *page, const cJSON *probe)
{
	const char *why = phrase_in(phrase_of(probe, "why"), page->chinese);
	double lost = (double)json_count(probe, "lost", 0);
	double events = (double)json_count(probe, "events", 0);
	struct text_draft draft;

	text_to(page, TEXT_INDENT);
	text_say(page, TONE_PLAIN, TEXT_INDENT, page->chinese ? "探针 %s：%s" : "probe %s: %s",
		 phrase_name(probe, "name"),
		 phrase_in(phrase_word("probe", phrase_name(probe, "state")), page->chinese));
	text_end(page);
	text_to(page, TEXT_INDENT + 2);
	text_draft(&draft);
	fputs(why, draft.out);
	if (lost > 0) {
		fputs(!*why ? "" : page->chinese ? "；" : "; ", draft.out);
		value_print_number(draft.out, lost);
		fputs(page->chinese ? " 个事件丢失，共 " : " events were lost of ", draft.out);
		value_print_number(draft.out, lost + events);
		fputs(page->chinese ? " 个" : "", draft.out);
	}
	text_put_draft(page, TONE_DIM, TEXT_INDENT + 2, &draft);
	text_end(page);
}

void text_not_seen(struct text_page *page, const cJSON *report)
{
	const cJSON *undecided = json_get(report, "undecided");
	const cJSON *broken = json_get(report, "broken");
	const cJSON *unseen = json_get(report, "unseen"), *item;
	int probes = 0;

	cJSON_ArrayForEach (item, json_get(report, "probes"))
		probes += probe_shown(item, page->verbose);
	if (!probes && !cJSON_GetArraySize(undecided) && !cJSON_GetArraySize(broken) &&
	    !cJSON_GetArraySize(unseen))
		return;
	text_heading(page, PHRASE("Could not see", "未能看到"), -1);
	cJSON_ArrayForEach (item, undecided) {
		if (page->verbose)
			put_reason(page, phrase_name(item, "id"), phrase_of(item, "because"));
		else
			put_undecided(page, undecided, item);
	}
	cJSON_ArrayForEach (item, unseen)
		put_reason(page, phrase_in(phrase_of(item, "what"), page->chinese),
			   phrase_of(item, "because"));
	cJSON_ArrayForEach (item, broken) {
		cleanup_free char *title = NULL;

		if (asprintf(&title, page->chinese ? "规则 %s：无法运行" : "rule %s: broken",
			     phrase_name(item, "id")) < 0)
			title = NULL;
		put_reason(page, must_have(title), phrase_of(item, "error"));
	}
	cJSON_ArrayForEach (item, json_get(report, "probes"))
		if (probe_shown(item, page->verbose))
			put_probe(page, item);
}
