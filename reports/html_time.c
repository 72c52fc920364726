// SPDX-License-Identifier: BSD-2-Clause
/* What moved over time: one strip for each line, all on one time axis, correlated ones marked. */
#include "html_draw.h"
#include "html_plots.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "rows.h"
#include "series.h"
#include "value.h"

#define STRIP_HEIGHT 46
#define AXIS_HEIGHT 22
#define STEPS 5

static double across(const struct series_list *list, double ms)
{
	double span = list->end_ms - list->start_ms;

	return span > 0 ? 100 * (ms - list->start_ms) / span : 0;
}

static void draw_grid(struct html_page *page, const struct series_list *list, double bottom)
{
	double span = list->end_ms - list->start_ms, step = draw_step(span, STEPS);

	/* A few ticks of an axis. NOLINTNEXTLINE(clang-analyzer-security.FloatLoopCounter) */
	for (double at = 0; at <= span * 1.0001; at += step)
		draw_upright(page, "grid", across(list, list->start_ms + at), 0, bottom);
}

/* Steps, because a value holds for its whole interval; the box is stretched to the drawing. */
static void draw_line(struct html_page *page, const struct series_list *list,
		      const struct series *series, const char *shape)
{
	double from = series->from_ms;

	if (from < list->start_ms)
		from = list->start_ms;
	html_markup(page, "<path class=\"%s\" d=\"M%.1f 100", shape, 10 * across(list, from));
	for (size_t i = 0; i < series->count; i++)
		html_markup(page, "V%.1fH%.1f", 100 - 94 * series->value[i] / series->most,
			    10 * across(list, series->at_ms[i]));
	html_markup(page, "V100\"/>");
}

static const char *class_of(enum series_sort sort)
{
	static const char *const classes[] = {
		[SERIES_TRAFFIC] = "traffic",
		[SERIES_LOSS] = "loss",
		[SERIES_DELAY] = "delay",
		[SERIES_CPU] = "cpu",
	};

	return classes[sort];
}

/* The numbers of the correlations that a line is an end of. */
static void put_marks(struct html_page *page, const cJSON *correlations,
		      const struct series *series)
{
	const cJSON *pair;
	int number = 0;

	cJSON_ArrayForEach (pair, correlations) {
		number++;
		if (series_is(series, phrase_name(pair, "a")) ||
		    series_is(series, phrase_name(pair, "b")))
			html_markup(page, " <span class=\"chip mark\">⇄ %d</span>", number);
	}
}

static void put_strip(struct html_page *page, const struct series_list *list,
		      const struct series *series, const cJSON *correlations)
{
	cleanup_free char *most = draw_amount(series->most, series->unit);

	html_markup(page, "<div class=\"strip %s\"><p><span class=\"key\"></span>",
		    class_of(series->sort));
	html_name(page, series->name);
	html_markup(page, " <span class=\"soft\">");
	html_say(page, "at most ", "最大 ");
	html_text(page, most);
	html_markup(page, "</span>");
	put_marks(page, correlations, series);
	html_markup(page, "</p>\n");
	draw_open(page, "line", STRIP_HEIGHT);
	draw_grid(page, list, STRIP_HEIGHT);
	html_markup(page,
		    "<svg viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" width=\"100%%\" "
		    "height=\"%d\">",
		    STRIP_HEIGHT);
	draw_line(page, list, series, "trace");
	draw_end(page);
	draw_end(page);
	html_markup(page, "</div>\n");
}

static void put_axis(struct html_page *page, const struct series_list *list)
{
	double span = list->end_ms - list->start_ms, step = draw_step(span, STEPS);

	draw_open(page, "axis", AXIS_HEIGHT);
	/* A few ticks of an axis. NOLINTNEXTLINE(clang-analyzer-security.FloatLoopCounter) */
	for (double at = 0; at <= span * 1.0001; at += step) {
		double x = across(list, list->start_ms + at);
		char text[32];

		snprintf(text, sizeof(text), "%g s", at / 1000);
		draw_text(page, x < 3 ? "tick first" : x > 97 ? "tick last" : "tick", x, 15, text);
	}
	draw_end(page);
	html_markup(page, "\n");
}

static void put_pairs(struct html_page *page, const cJSON *correlations)
{
	const cJSON *pair;
	int number = 0;

	if (!cJSON_GetArraySize(correlations))
		return;
	html_markup(page, "<ul class=\"pairs\">");
	cJSON_ArrayForEach (pair, correlations) {
		html_markup(page, "<li><span class=\"chip mark\">⇄ %d</span> ", ++number);
		html_both(page, phrase_of(pair, "because"));
		html_markup(page, " <span class=\"soft\">");
		html_name(page, phrase_name(pair, "a"));
		html_markup(page, " ~ ");
		html_name(page, phrase_name(pair, "b"));
		html_markup(page, ": r = %.2f, ", json_real(pair, "r", 0));
		html_say(page, "lag", "滞后");
		html_markup(page, " %.0f ms, ", json_real(pair, "lag_ms", 0));
		html_value(page, json_get(pair, "points"), "count");
		html_markup(page, " ");
		html_say(page, "points", "个点");
		html_markup(page, "</span></li>\n");
	}
	html_markup(page, "</ul>\n");
}

static bool in_pair(const struct series *series, const cJSON *correlations)
{
	const cJSON *pair;

	cJSON_ArrayForEach (pair, correlations)
		if (series_is(series, phrase_name(pair, "a")) ||
		    series_is(series, phrase_name(pair, "b")))
			return true;
	return false;
}

/* The order to be looked at: correlated lines, losses, delays, CPUs, traffic; the largest first. */
static const struct series *pick(const struct series_list *list, const cJSON *correlations,
				 const cJSON *where, const bool *taken)
{
	static const int weight[] = {
		[SERIES_TRAFFIC] = 0, [SERIES_CPU] = 1, [SERIES_DELAY] = 2, [SERIES_LOSS] = 3
	};
	const struct series *best = NULL;
	int best_weight = -1;

	for (size_t i = 0; i < list->count; i++) {
		const struct series *series = &list->items[i];
		int heavy = weight[series->sort] + (in_pair(series, correlations) ? 10 : 0);

		if (taken[i] || (where && !where_tells_of(series->where, where)))
			continue;
		if (heavy > best_weight || (heavy == best_weight && series->most > best->most)) {
			best = series;
			best_weight = heavy;
		}
	}
	return best;
}

bool plot_time(struct html_page *page, const cJSON *report, const cJSON *where, int most)
{
	const cJSON *correlations = json_get(report, "correlations");
	const struct series_list *list = &page->series;
	bool taken[SERIES_MOST] = { false };
	const struct series *series;
	int shown = 0;

	while (shown < most && (series = pick(list, correlations, where, taken))) {
		if (!shown++)
			draw_figure(page, "time", PHRASE("Over time", "随时间变化"));
		taken[series - list->items] = true;
		put_strip(page, list, series, correlations);
	}
	if (!shown)
		return false;
	put_axis(page, list);
	if (!where)
		put_pairs(page, correlations);
	draw_figure_end(page);
	return true;
}
