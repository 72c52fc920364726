// SPDX-License-Identifier: BSD-2-Clause
/* The run itself: where and how it ran, what it hid, what it cost. */
#include "html_parts.h"

#include "cleanup.h"
#include "json.h"
#include "value.h"

static void put_cost(struct html_page *page, struct phrase what, const cJSON *number,
		     void (*print)(FILE *out, double number))
{
	html_markup(page, "<div><dt>");
	html_both(page, what);
	html_markup(page, "</dt><dd>");
	if (cJSON_IsNumber(number))
		html_number(page, print, number->valuedouble);
	else
		html_say(page, "not measured", "未测量");
	html_markup(page, "</dd></div>");
}

static void put_layers(struct html_page *page, const cJSON *report)
{
	const cJSON *layers = json_get(report, "layers"), *layer;

	if (!cJSON_GetArraySize(layers))
		return;
	html_markup(page, "<h3>");
	html_say(page, "Lost by layer", "各层丢失");
	html_markup(page, "</h3><dl class=\"reasons\">\n");
	cJSON_ArrayForEach (layer, layers) {
		html_markup(page, "<div><dt>");
		html_both(page, phrase_of(layer, "title"));
		html_markup(page, "</dt><dd>");
		html_value(page, json_get(layer, "packets"), "packets");
		html_markup(page, ". ");
		html_both(page, phrase_of(layer, "because"));
		html_markup(page, "</dd></div>\n");
	}
	html_markup(page, "</dl>\n");
}

static void put_hidden(struct html_page *page, const cJSON *report)
{
	const cJSON *noise = json_get(report, "noise"), *entry;

	if (!cJSON_GetArraySize(noise) && !json_count(report, "unplaced", 0))
		return;
	html_markup(page, "<h3>");
	html_say(page, "Hidden from the causes", "未计入原因");
	html_markup(page, "</h3><dl class=\"reasons\">\n");
	cJSON_ArrayForEach (entry, noise) {
		struct phrase title = phrase_of(entry, "title");

		html_markup(page, "<div><dt>");
		if (*title.en)
			html_both(page, title);
		else
			html_name(page, phrase_name(entry, "name"));
		html_markup(page, "</dt><dd>");
		html_value(page, json_get(entry, "packets"), "packets");
		html_markup(page, ". ");
		html_both(page, phrase_of(entry, "because"));
		html_markup(page, "</dd></div>\n");
	}
	if (json_count(report, "unplaced", 0)) {
		html_markup(page, "<div><dt>");
		html_say(page, "Not placed", "无法归位");
		html_markup(page, "</dt><dd>");
		html_value(page, json_get(report, "unplaced"), "packets");
		html_markup(page, ". ");
		html_say(page, "Their headers or their device could not be read.",
			 "无法读取其报头或设备。");
		html_markup(page, "</dd></div>\n");
	}
	html_markup(page, "</dl>\n");
}

static void put_probe(struct html_page *page, const cJSON *probe)
{
	const cJSON *hooks = json_get(probe, "hooks");

	html_markup(page, "<tr><th scope=\"row\">");
	html_code(page, phrase_name(probe, "name"));
	html_markup(page, "</th><td>");
	html_chip(page, "probe", phrase_name(probe, "state"));
	html_markup(page, "</td><td class=\"number\">%.0f/%.0f</td><td class=\"number\">",
		    json_real(hooks, "attached", 0), json_real(hooks, "wanted", 0));
	html_number(page, value_print_seconds, json_real(probe, "window_ms", 0));
	html_markup(page, "</td><td class=\"number\">");
	html_cell(page, json_get(probe, "events"), "count");
	html_markup(page, "</td><td class=\"number\">");
	html_cell(page, json_get(probe, "lost"), "count");
	html_markup(page, "</td></tr>\n");
}

static void put_probes(struct html_page *page, const cJSON *probes)
{
	static const struct phrase heads[] = {
		{ "Probe", "探针" },  { "State", "状态" },  { "Hooks", "挂钩" },
		{ "Window", "窗口" }, { "Events", "事件" }, { "Lost", "丢失" },
	};
	const cJSON *probe;

	html_markup(page, "<h3 id=\"probes-title\">");
	html_say(page, "Probes", "探针");
	html_markup(page, "</h3><div class=\"scroll\" role=\"region\" tabindex=\"0\" "
			  "aria-labelledby=\"probes-title\"><table class=\"data\"><thead><tr>");
	for (size_t i = 0; i < ARRAY_SIZE(heads); i++) {
		html_markup(page, "<th scope=\"col\"%s>", i > 1 ? " class=\"number\"" : "");
		html_both(page, heads[i]);
		html_markup(page, "</th>");
	}
	html_markup(page, "</tr></thead><tbody>\n");
	cJSON_ArrayForEach (probe, probes)
		put_probe(page, probe);
	html_markup(page, "</tbody></table></div>\n");
}

static void put_term(struct html_page *page, const char *english, const char *chinese)
{
	html_markup(page, "<div><dt>");
	html_say(page, english, chinese);
	html_markup(page, "</dt><dd>");
}

static void put_host(struct html_page *page, const cJSON *report)
{
	const cJSON *host = json_get(report, "host"), *run = json_get(report, "run"), *flow;

	html_markup(page, "<dl class=\"where\">");
	put_term(page, "Host", "主机");
	html_name(page, phrase_name(host, "name"));
	html_markup(page, "</dd></div>");
	put_term(page, "Kernel", "内核");
	html_name(page, phrase_name(host, "kernel"));
	html_markup(page, " ");
	html_name(page, phrase_name(host, "arch"));
	html_markup(page, "</dd></div>");
	put_term(page, "CPUs", "CPU 数");
	html_value(page, json_get(host, "cpus"), NULL);
	html_markup(page, "</dd></div>");
	put_term(page, "Flows", "流程");
	cJSON_ArrayForEach (flow, json_get(run, "flows")) {
		html_value(page, flow, NULL);
		html_markup(page, " ");
	}
	html_markup(page, "</dd></div>");
	put_term(page, "Version", "版本");
	html_name(page, phrase_name(report, "version"));
	html_markup(page, "</dd></div></dl>\n");
}

void html_cost(struct html_page *page, const cJSON *report)
{
	const cJSON *cost = json_get(report, "cost"), *run = json_get(report, "run");

	html_section(page, "cost", PHRASE("The run and what it cost", "运行与自身开销"), -1);
	put_host(page, report);
	html_markup(page, "<dl class=\"costs\">");
	put_cost(page, PHRASE("CPU time", "CPU 时间"), json_get(cost, "cpu_share"),
		 value_print_percent);
	put_cost(page, PHRASE("Memory", "内存"), json_get(cost, "rss_kib"), value_print_kib);
	put_cost(page, PHRASE("BPF maps", "BPF 映射"), json_get(cost, "maps_kib"), value_print_kib);
	put_cost(page, PHRASE("To attach", "附加耗时"), json_get(run, "attach_ms"),
		 value_print_seconds);
	html_markup(page, "</dl>\n");
	put_layers(page, report);
	put_hidden(page, report);
	put_probes(page, json_get(report, "probes"));
	html_section_end(page);
}
