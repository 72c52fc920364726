// SPDX-License-Identifier: BSD-2-Clause
/* Latencies as they are spread: a bar for each bucket over a logarithmic axis. */
#include "html_draw.h"
#include "html_plots.h"

#include <math.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "rows.h"
#include "value.h"

#define HEIGHT 130 /* of the bars */
#define TOP 18     /* room above for the names of the guide's limits */
#define BOTTOM 22

/* The guide: below 50 us is normal, from 100 us on abnormal. */
static const double limits_us[] = { 50, 100 };

struct axis {
	double low, high; /* of the values, both above 0 */
};

static double bound_at(const cJSON *histogram, int place)
{
	return number_of(cJSON_GetArrayItem(json_get(histogram, "bounds"), place));
}

static double count_at(const cJSON *histogram, int place)
{
	return number_of(cJSON_GetArrayItem(json_get(histogram, "counts"), place));
}

/* Where a bucket ends; the last one goes on as far as the largest value, or once more as far. */
static double end_of(const cJSON *histogram, int place)
{
	int bounds = cJSON_GetArraySize(json_get(histogram, "bounds"));
	double start = bound_at(histogram, place), most = json_real(histogram, "max", 0);

	if (place + 1 < bounds)
		return bound_at(histogram, place + 1);
	return most > start ? most : start * 2;
}

static bool find_axis(const cJSON *histogram, struct axis *ret_axis)
{
	int count = cJSON_GetArraySize(json_get(histogram, "counts"));
	struct axis axis = { 0 };

	for (int i = 0; i < count; i++) {
		double start = bound_at(histogram, i), end = end_of(histogram, i);

		if (!(count_at(histogram, i) > 0) || !(end > 0))
			continue;
		if (!(start > 0))
			start = end / 4;
		if (!(axis.low > 0) || start < axis.low)
			axis.low = start;
		if (end > axis.high)
			axis.high = end;
	}
	*ret_axis = axis;
	return axis.low > 0 && axis.high > axis.low && isfinite(axis.high);
}

/* The guide's limits are on the picture when the values come anywhere near them. */
static void show_limits(struct axis *axis)
{
	if (axis->high > 12 && axis->high < 150)
		axis->high = 150;
	if (axis->low > 30)
		axis->low = 30;
}

static double across(const struct axis *axis, double value)
{
	double x;

	if (value < axis->low)
		value = axis->low;
	x = 100 * log(value / axis->low) / log(axis->high / axis->low);
	return x > 100 ? 100 : x;
}

static void draw_bars(struct html_page *page, const cJSON *histogram, const struct axis *axis)
{
	int count = cJSON_GetArraySize(json_get(histogram, "counts"));
	double most = 0;

	for (int i = 0; i < count; i++)
		if (count_at(histogram, i) > most)
			most = count_at(histogram, i);
	for (int i = 0; i < count; i++) {
		double start = bound_at(histogram, i), height, left, right;
		double share = count_at(histogram, i) / most;

		if (!(share > 0))
			continue;
		/* What is rare is still there. */
		height = share * HEIGHT < 2 ? 2 : share * HEIGHT;
		left = across(axis, start);
		right = across(axis, end_of(histogram, i));
		draw_box(page,
			 start >= limits_us[1]   ? "bar abnormal"
			 : start >= limits_us[0] ? "bar attention"
						 : "bar ok",
			 left, TOP + HEIGHT - height, right - left, height);
	}
}

static void draw_limits(struct html_page *page, const struct axis *axis)
{
	for (size_t i = 0; i < ARRAY_SIZE(limits_us); i++) {
		cleanup_free char *text = draw_amount(limits_us[i], "us");
		double x = across(axis, limits_us[i]);

		if (limits_us[i] < axis->low || limits_us[i] > axis->high)
			continue;
		draw_upright(page, i ? "limit abnormal" : "limit attention", x, TOP - 4,
			     TOP + HEIGHT);
		draw_text(page, i ? "tick first" : "tick last", x, TOP - 7, text);
	}
}

static void draw_ticks(struct html_page *page, const struct axis *axis, const char *unit)
{
	double power = pow(10, ceil(log10(axis->low)));

	draw_upright(page, "grid", 0, TOP, TOP + HEIGHT);
	/* Powers of ten are exact. NOLINTNEXTLINE(clang-analyzer-security.FloatLoopCounter) */
	for (; power <= axis->high; power *= 10) {
		cleanup_free char *text = draw_amount(power, unit);
		double x = across(axis, power);

		draw_upright(page, "grid", x, TOP, TOP + HEIGHT);
		draw_text(page,
			  x < 4    ? "tick first"
			  : x > 94 ? "tick last"
				   : "tick",
			  x, TOP + HEIGHT + 15, text);
	}
}

static void put_percentiles(struct html_page *page, const cJSON *histogram, const char *unit)
{
	static const char *const keys[][2] = { { "p50", "p50" },
					       { "p90", "p90" },
					       { "p99", "p99" },
					       { "p999", "p99.9" },
					       { "max", "max" } };
	double count = 0;

	for (int i = 0; i < cJSON_GetArraySize(json_get(histogram, "counts")); i++)
		count += count_at(histogram, i);
	html_markup(page, "<p class=\"soft legend\"><span>");
	html_number(page, value_print_number, count);
	html_markup(page, " ");
	html_say(page, "values", "个值");
	html_markup(page, "</span>");
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		const cJSON *value = json_get(histogram, keys[i][0]);
		cleanup_free char *text = NULL;

		if (!cJSON_IsNumber(value))
			continue;
		text = draw_amount(value->valuedouble, unit);
		html_markup(page, "<span>%s <strong>", keys[i][1]);
		html_text(page, text);
		html_markup(page, "</strong></span>");
	}
	html_markup(page, "</p>\n");
}

static bool put_histogram(struct html_page *page, const cJSON *histogram)
{
	const char *name = phrase_name(histogram, "name"), *unit = phrase_name(histogram, "unit");
	struct axis axis;

	if (!find_axis(histogram, &axis))
		return false;
	if (!strcmp(unit, "us"))
		show_limits(&axis);
	html_markup(page, "<figure class=\"histogram\"><figcaption>");
	html_name(page, name);
	html_markup(page, "</figcaption>\n");
	draw_open(page, "bars", TOP + HEIGHT + BOTTOM);
	draw_ticks(page, &axis, unit);
	draw_bars(page, histogram, &axis);
	if (!strcmp(unit, "us"))
		draw_limits(page, &axis);
	draw_end(page);
	put_percentiles(page, histogram, unit);
	draw_figure_end(page);
	return true;
}

bool plot_histograms(struct html_page *page, const cJSON *report, const cJSON *where, int most)
{
	const cJSON *histogram;
	int shown = 0;

	(void)report;
	cJSON_ArrayForEach (histogram, page->histograms) {
		if (shown >= most || page->plots_left <= 0)
			break;
		if (where && !where_tells_of(json_get(histogram, "where"), where))
			continue;
		if (put_histogram(page, histogram)) {
			shown++;
			page->plots_left--;
		}
	}
	return shown > 0;
}
