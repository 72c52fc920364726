// SPDX-License-Identifier: BSD-2-Clause
/* The packet's way through this host, hop by hop, and the page's own contents. */
#include "html_parts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "value.h"

static void put_measure(struct html_page *page, const cJSON *hop, const char *key,
			const char *label)
{
	const cJSON *ns = json_get(hop, key);

	if (!cJSON_IsNumber(ns))
		return;
	html_markup(page, "<span>%s ", label);
	html_number(page, value_print_number, ns->valuedouble / 1000);
	html_markup(page, " us</span>");
}

static void put_hop(struct html_page *page, const cJSON *hop)
{
	const char *state = phrase_name(hop, "state"), *device = json_text(hop, "device");

	html_markup(page, "<li class=\"hop %s\"><p class=\"kind\">", html_class(state));
	html_icon(page, state);
	html_markup(page, "<span class=\"unseen\">");
	html_both(page, phrase_word("state", state));
	html_markup(page, ": </span>");
	html_text(page, phrase_name(hop, "kind"));
	html_markup(page, "</p>");
	if (device) {
		html_markup(page, "<p>");
		html_name(page, device);
		if (cJSON_IsNumber(json_get(hop, "queue")))
			html_markup(page, "/%.0f", json_real(hop, "queue", 0));
		html_markup(page, "</p>");
	}
	html_markup(page, "<p class=\"soft\">");
	put_measure(page, hop, "p50_ns", "p50");
	put_measure(page, hop, "p99_ns", "p99");
	if (json_count(hop, "lost", 0)) {
		html_markup(page, "<strong>");
		html_say(page, "lost", "丢失");
		html_markup(page, " ");
		value_print_cell(page->out, json_get(hop, "lost"), "count");
		html_markup(page, "</strong>");
	}
	html_markup(page, "</p></li>\n");
}

void html_paths(struct html_page *page, const cJSON *report)
{
	const cJSON *paths = json_get(report, "paths"), *path, *hop;

	if (!cJSON_GetArraySize(paths))
		return;
	html_section(page, "paths", PHRASE("The packet's way", "数据包路径"), -1);
	cJSON_ArrayForEach (path, paths) {
		html_markup(page, "<figure class=\"path\"><figcaption>");
		html_name(page, phrase_name(path, "name"));
		html_markup(page, "</figcaption><ol>\n");
		cJSON_ArrayForEach (hop, json_get(path, "hops"))
			put_hop(page, hop);
		html_markup(page, "</ol></figure>\n");
	}
	html_section_end(page);
}

static void put_link(struct html_page *page, const char *id, struct phrase name, bool there)
{
	if (!there)
		return;
	html_markup(page, "<li><a href=\"#%s\">", id);
	html_both(page, name);
	html_markup(page, "</a></li>");
}

static bool has(const cJSON *report, const char *key)
{
	return cJSON_GetArraySize(json_get(report, key)) > 0;
}

void html_contents(struct html_page *page, const cJSON *report)
{
	bool causes = has(report, "causes"), suspected = has(report, "suspected");

	html_markup(page, "<ul>");
	put_link(page, "summary", PHRASE("Verdict", "结论"), true);
	put_link(page, "causes", PHRASE("Causes", "原因"), causes);
	put_link(page, "suspected", PHRASE("Suspected", "疑似"), suspected);
	put_link(page, "paths", PHRASE("The packet's way", "数据包路径"), has(report, "paths"));
	put_link(page, "details", PHRASE("Cause by cause", "逐个原因"), causes || suspected);
	put_link(page, "checklist", PHRASE("Checklist", "检查单"), has(report, "checklist"));
	put_link(page, "ruled-out", PHRASE("Ruled out", "已排除"), has(report, "ruled_out"));
	put_link(page, "not-seen", PHRASE("Could not be seen", "未能看到"),
		 html_has_limits(report));
	put_link(page, "cost", PHRASE("Own cost", "自身开销"), true);
	put_link(page, "facts", PHRASE("Raw evidence", "原始证据"), true);
	html_markup(page, "</ul>");
}
