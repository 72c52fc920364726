// SPDX-License-Identifier: BSD-2-Clause
/* Single slow packets as waterfalls: where each spent its time, one stage after the other. */
#include "html_draw.h"
#include "html_plots.h"

#include "cleanup.h"
#include "json.h"
#include "rows.h"
#include "slow_packets.h"
#include "value.h"

#define LINE 22

static double whole_of(const cJSON *packet)
{
	const cJSON *stage;
	double sum = 0, total = json_real(packet, "total_ns", 0);

	cJSON_ArrayForEach (stage, json_get(packet, "stages"))
		sum += json_real(stage, "ns", 0);
	return sum > total ? sum : total;
}

/* Time that no stage accounts for stays empty at the end. */
static void draw_stages(struct html_page *page, const cJSON *packet)
{
	const cJSON *stages = json_get(packet, "stages"), *stage;
	double whole = whole_of(packet), at = 0;
	int line = 0;

	draw_open(page, "waterfall", LINE * cJSON_GetArraySize(stages) + 2);
	cJSON_ArrayForEach (stage, stages) {
		double part = whole > 0 ? 100 * json_real(stage, "ns", 0) / whole : 0;
		cleanup_free char *amount = draw_amount(json_real(stage, "ns", 0) / 1000, "us");
		cleanup_free char *text = NULL;
		bool right = at + part < 50;
		double edge = right ? at + (part < 0.4 ? 0.4 : part) : at;

		if (asprintf(&text, "%s %s", phrase_name(stage, "name"), amount) < 0)
			return;
		draw_box(page, "well", 0, LINE * line + 1, 100, LINE - 3);
		draw_box(page, "bar", at, LINE * line + 1, part < 0.4 ? 0.4 : part, LINE - 3);
		if (part > 60)
			draw_text(page, "inside", at + 1, LINE * line + 15, text);
		else
			draw_text(page, right ? "beside" : "beside last", edge + (right ? 1 : -1),
				  LINE * line + 15, text);
		at += part;
		line++;
	}
	draw_end(page);
}

static void put_packet(struct html_page *page, const cJSON *packet)
{
	const cJSON *where = json_get(packet, "where");
	cleanup_free char *total = draw_amount(json_real(packet, "total_ns", 0) / 1000, "us");

	html_markup(page, "<figure class=\"slow\"><figcaption><strong>");
	html_text(page, total);
	html_markup(page, "</strong> ");
	html_say(page, "at ", "于第 ");
	html_number(page, value_print_seconds, json_real(packet, "at_ms", 0));
	if (json_text(where, "host")) {
		html_markup(page, " · ");
		html_name(page, phrase_name(where, "host"));
	}
	if (json_text(where, "tuple")) {
		html_markup(page, " · ");
		html_name(page, phrase_name(where, "tuple"));
	}
	if (json_text(where, "device")) {
		html_markup(page, " · ");
		html_name(page, phrase_name(where, "device"));
	}
	html_markup(page, "</figcaption>\n");
	draw_stages(page, packet);
	/* The drawing is for eyes; these are the same numbers for ears. */
	html_markup(page, "<ol class=\"unseen\">");
	for (const cJSON *stage = json_get(packet, "stages") ? json_get(packet, "stages")->child
							     : NULL;
	     stage; stage = stage->next) {
		cleanup_free char *amount = draw_amount(json_real(stage, "ns", 0) / 1000, "us");

		html_markup(page, "<li>");
		html_name(page, phrase_name(stage, "name"));
		html_markup(page, " ");
		html_text(page, amount);
		html_markup(page, "</li>");
	}
	html_markup(page, "</ol>\n");
	draw_figure_end(page);
}

bool plot_slowest(struct html_page *page, const cJSON *report, const cJSON *where, int most)
{
	cleanup_json cJSON *packets = slow_packets_of(report);
	const cJSON *packet;
	int shown = 0;

	cJSON_ArrayForEach (packet, packets) {
		if (shown >= most || page->plots_left <= 0)
			break;
		if (where && !where_tells_of(json_get(packet, "where"), where))
			continue;
		if (!shown++) {
			html_markup(page, "<p class=\"group\">");
			html_say(page, "Slowest packets", "最慢的数据包");
			html_markup(page, "</p>\n");
		}
		put_packet(page, packet);
		page->plots_left--;
	}
	return shown > 0;
}
