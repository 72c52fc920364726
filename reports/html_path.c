// SPDX-License-Identifier: BSD-2-Clause
/* The packet's ways through this host: each hop with its state, its latency and its losses. */
#include "html_draw.h"
#include "html_parts.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "path_model.h"
#include "value.h"

#define SHOWN_PATHS 1 /* on the first screen; the others are folded */
#define FOLDED_PATHS 24
#define LINE 15 /* pixels */
#define GAP 2.6 /* percent between two hops side by side */
#define DOWN 22 /* pixels between two hops on a phone */

struct way {
	const cJSON *report, *hops;
	int height; /* of a hop */
	bool both;  /* the packets go both ways */
};

static bool has_latency(const cJSON *hop)
{
	return cJSON_IsNumber(json_get(hop, "p50_ns")) || cJSON_IsNumber(json_get(hop, "p99_ns"));
}

static char *latency_text(const cJSON *hop)
{
	cleanup_free char *half = NULL, *most = NULL;
	char *text = NULL;

	half = draw_amount(json_real(hop, "p50_ns", 0) / 1000, "us");
	most = draw_amount(json_real(hop, "p99_ns", 0) / 1000, "us");
	if (asprintf(&text, "p50 %s, p99 %s", half, most) < 0)
		text = NULL;
	return text;
}

static char *device_text(const cJSON *hop)
{
	char *text = NULL;
	int r;

	if (cJSON_IsNumber(json_get(hop, "queue")))
		r = asprintf(&text, "%s/%.0f", phrase_name(hop, "device"),
			     json_real(hop, "queue", 0));
	else
		r = asprintf(&text, "%s", phrase_name(hop, "device"));
	return r < 0 ? NULL : text;
}

static void draw_measure(struct html_page *page, const char *name, double ns, int y)
{
	cleanup_free char *amount = draw_amount(ns / 1000, "us"), *text = NULL;

	if (asprintf(&text, "%s %s", name, amount) < 0)
		text = NULL;
	draw_text(page, "small", 0, y, text ? text : "");
}

static void draw_lost(struct html_page *page, const cJSON *hop, int y)
{
	cleanup_free char *english = NULL, *chinese = NULL;
	cleanup_free char *count = value_text(json_get(hop, "lost"), "count", false);

	if (asprintf(&english, "lost %s", count) < 0 || asprintf(&chinese, "丢失 %s", count) < 0)
		return;
	draw_both(page, json_count(hop, "lost", 0) ? "small lost" : "small", 0, y,
		  PHRASE(english, chinese));
}

/* The ranks of the causes that sit here, as on their cards. */
static void draw_ranks(struct html_page *page, const cJSON *report, const cJSON *hop)
{
	const cJSON *cause;
	char ranks[32] = "";
	size_t used = 0;

	cJSON_ArrayForEach (cause, json_get(report, "causes"))
		if (path_cause_on(cause, hop) && used + 8 < sizeof(ranks))
			used += (size_t)snprintf(ranks + used, sizeof(ranks) - used, "%s%.0f",
						 used ? " " : "#", json_real(cause, "rank", 0));
	if (used)
		draw_text(page, "small ranks", 100, 15, ranks);
}

/* Lines of text below the kind. */
static int lines_of(const cJSON *hop)
{
	return (json_text(hop, "device") != NULL) + 2 * has_latency(hop) +
	       (json_get(hop, "lost") != NULL);
}

static int height_of(const cJSON *hops)
{
	const cJSON *hop;
	int most = 1;

	cJSON_ArrayForEach (hop, hops)
		if (lines_of(hop) > most)
			most = lines_of(hop);
	return 38 + LINE * most;
}

static void draw_hop(struct html_page *page, const struct way *way, const cJSON *hop, double x,
		     double y, double width)
{
	const char *state = phrase_name(hop, "state");
	cleanup_free char *device = device_text(hop);
	int line = 39;

	html_markup(page, "<g class=\"place %s\">", html_class(state));
	draw_box(page, "frame", x, y, width, way->height);
	draw_box(page, "edge", x, y, width, 5);
	html_markup(page, "<svg x=\"%.2f%%\" y=\"%.0f\" width=\"%.2f%%\" height=\"%d\">", x, y + 5,
		    width, way->height - 6);
	html_markup(page,
		    "<use href=\"#icon-%s\" class=\"sign-of\" x=\"9\" y=\"9\" width=\"14\" "
		    "height=\"14\"/><svg x=\"28\" width=\"100%%\" height=\"26\">",
		    html_class(state));
	draw_both(page, "kind", 0, 21, phrase_word("hop", phrase_name(hop, "kind")));
	html_markup(page, "</svg><svg x=\"9\" width=\"100%%\" height=\"%d\">", way->height);
	if (json_text(hop, "device")) {
		draw_text(page, "device", 0, line, device ? device : "");
		line += LINE + 1;
	}
	if (has_latency(hop)) {
		draw_measure(page, "p50", json_real(hop, "p50_ns", 0), line);
		draw_measure(page, "p99", json_real(hop, "p99_ns", 0), line + LINE);
		line += 2 * LINE;
	}
	if (json_get(hop, "lost"))
		draw_lost(page, hop, line);
	html_markup(page, "</svg><svg x=\"-7\" y=\"8\" width=\"100%%\" height=\"20\">");
	draw_ranks(page, way->report, hop);
	html_markup(page, "</svg></svg></g>\n");
}

static void draw_arrows(struct html_page *page, const struct way *way, double step, double gap)
{
	html_markup(page, "<g class=\"arrows\">");
	for (int i = 1; i < cJSON_GetArraySize(way->hops); i++)
		html_markup(page,
			    "<line x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" y2=\"%d\" "
			    "marker-end=\"url(#arrow)\"%s/>",
			    step * i - gap * 0.85, step * i - gap * 0.15, way->height / 2,
			    way->height / 2, way->both ? " marker-start=\"url(#arrow)\"" : "");
	html_markup(page, "</g>\n");
}

static void draw_wide(struct html_page *page, const struct way *way)
{
	int count = cJSON_GetArraySize(way->hops), place = 0;
	double width = (100 - GAP * (count - 1)) / count;
	const cJSON *hop;

	draw_open(page, "path-wide", way->height + 2);
	draw_arrows(page, way, width + GAP, GAP);
	cJSON_ArrayForEach (hop, way->hops)
		draw_hop(page, way, hop, (width + GAP) * place++, 1, width);
	draw_end(page);
}

static void draw_narrow(struct html_page *page, const struct way *way)
{
	int count = cJSON_GetArraySize(way->hops), step = way->height + DOWN, place = 0;
	const cJSON *hop;

	draw_open(page, "path-narrow", step * count - DOWN + 2);
	html_markup(page, "<g class=\"arrows\">");
	for (int i = 1; i < count; i++)
		html_markup(page,
			    "<line x1=\"50%%\" x2=\"50%%\" y1=\"%d\" y2=\"%d\" "
			    "marker-end=\"url(#arrow)\"%s/>",
			    step * i - DOWN + 4, step * i - 2,
			    way->both ? " marker-start=\"url(#arrow)\"" : "");
	html_markup(page, "</g>\n");
	cJSON_ArrayForEach (hop, way->hops)
		draw_hop(page, way, hop, 0.3, step * place++ + 1, 99.4);
	draw_end(page);
}

/* The same for those who listen. */
static void put_hop(struct html_page *page, const cJSON *hop)
{
	cleanup_free char *device = device_text(hop);
	cleanup_free char *latency = has_latency(hop) ? latency_text(hop) : NULL;

	html_markup(page, "<li>");
	html_both(page, phrase_word("hop", phrase_name(hop, "kind")));
	html_markup(page, " ");
	html_name(page, device);
	html_markup(page, ": ");
	html_both(page, phrase_word("state", phrase_name(hop, "state")));
	if (latency) {
		html_markup(page, ", ");
		html_text(page, latency);
	}
	if (json_count(hop, "lost", 0)) {
		html_markup(page, ", ");
		html_say(page, "lost", "丢失");
		html_markup(page, " ");
		html_cell(page, json_get(hop, "lost"), "count");
	}
	html_markup(page, "</li>\n");
}

static void put_path(struct html_page *page, const cJSON *report, const cJSON *path)
{
	const cJSON *hops = json_get(path, "hops"), *hop;
	struct way way = { report, hops, height_of(hops), !json_get(report, "paths") };

	if (!cJSON_GetArraySize(hops))
		return;
	html_markup(page, "<figure class=\"path\"><figcaption>");
	html_name(page, phrase_name(path, "name"));
	html_markup(page, "</figcaption>\n<ol class=\"unseen\">");
	cJSON_ArrayForEach (hop, hops)
		put_hop(page, hop);
	html_markup(page, "</ol>\n");
	draw_wide(page, &way);
	draw_narrow(page, &way);
	html_markup(page, "</figure>\n");
}

static void put_paths(struct html_page *page, const cJSON *report)
{
	int count = cJSON_GetArraySize(page->paths) + page->paths_left_out, shown = 0;
	int most = count < FOLDED_PATHS ? count : FOLDED_PATHS;
	const cJSON *path;

	cJSON_ArrayForEach (path, page->paths) {
		if (shown == SHOWN_PATHS && count > SHOWN_PATHS) {
			html_markup(page, "<details class=\"print\"><summary>");
			html_say(page, "Other ways", "其他路径");
			html_markup(page, " <span class=\"count\">%d</span></summary>\n",
				    count - SHOWN_PATHS);
		}
		if (shown++ < most)
			put_path(page, report, path);
	}
	if (count > most) {
		html_markup(page, "<p class=\"soft\">+%d ", count - most);
		html_say(page, "more, none sicker than these", "条，均不比以上更严重");
		html_markup(page, "</p>");
	}
	if (count > SHOWN_PATHS)
		html_markup(page, "</details>\n");
}

void html_paths(struct html_page *page, const cJSON *report)
{
	if (!cJSON_GetArraySize(page->paths))
		return;
	html_section(page, "paths", PHRASE("The packet's way", "数据包路径"), -1);
	put_paths(page, report);
	html_section_end(page);
}
