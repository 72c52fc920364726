// SPDX-License-Identifier: BSD-2-Clause
/* The page's own contents. */
#include "html_parts.h"

#include "json.h"

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
	put_link(page, "hosts", PHRASE("Hosts", "主机"), has(report, "hosts"));
	put_link(page, "paths", PHRASE("The packet's way", "数据包路径"),
		 cJSON_GetArraySize(page->paths) > 0);
	put_link(page, "causes", PHRASE("Causes", "原因"), causes);
	put_link(page, "suspected", PHRASE("Suspected", "疑似"), suspected);
	put_link(page, "details", PHRASE("Cause by cause", "逐个原因"), causes || suspected);
	put_link(page, "measured", PHRASE("Measured", "测量图"), html_has_plots(report));
	put_link(page, "checklist", PHRASE("Checklist", "检查单"), has(report, "checklist"));
	put_link(page, "ruled-out", PHRASE("Ruled out", "已排除"), has(report, "ruled_out"));
	put_link(page, "not-seen", PHRASE("Could not be seen", "未能看到"),
		 html_has_limits(report));
	put_link(page, "cost", PHRASE("Own cost", "自身开销"), true);
	put_link(page, "facts", PHRASE("Raw evidence", "原始证据"), true);
	html_markup(page, "</ul>");
}
