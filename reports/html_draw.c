// SPDX-License-Identifier: BSD-2-Clause
#include "html_draw.h"

#include <math.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "text_stream.h"
#include "value.h"

void draw_figure(struct html_page *page, const char *class, struct phrase caption)
{
	html_markup(page, "<figure class=\"%s\"><figcaption>", class);
	html_both(page, caption);
	html_markup(page, "</figcaption>\n");
}

void draw_figure_end(struct html_page *page)
{
	html_markup(page, "</figure>\n");
}

void draw_open(struct html_page *page, const char *class, int height)
{
	html_markup(page,
		    "<svg class=\"drawing %s\" aria-hidden=\"true\" focusable=\"false\" "
		    "width=\"100%%\" height=\"%d\">",
		    class, height);
}

void draw_end(struct html_page *page)
{
	html_markup(page, "</svg>");
}

void draw_clip(struct html_page *page, double x, double y, double width, double height)
{
	html_markup(page, "<svg x=\"%.2f%%\" y=\"%.0f\" width=\"%.2f%%\" height=\"%.0f\">", x, y,
		    width, height);
}

void draw_box(struct html_page *page, const char *class, double x, double y, double width,
	      double height)
{
	html_markup(page,
		    "<rect class=\"%s\" x=\"%.2f%%\" y=\"%.1f\" width=\"%.2f%%\" height=\"%.1f\"/>",
		    class, x, y, width, height);
}

void draw_upright(struct html_page *page, const char *class, double x, double top, double bottom)
{
	html_markup(page,
		    "<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%.0f\" y2=\"%.0f\"/>",
		    class, x, x, top, bottom);
}

static void begin_text(struct html_page *page, const char *class, double x, double y)
{
	html_markup(page, "<text class=\"%s\" x=\"%.2f%%\" y=\"%.0f\">", class, x, y);
}

void draw_text(struct html_page *page, const char *class, double x, double y, const char *text)
{
	begin_text(page, class, x, y);
	html_text(page, text);
	html_markup(page, "</text>");
}

void draw_both(struct html_page *page, const char *class, double x, double y, struct phrase text)
{
	begin_text(page, class, x, y);
	if (!strcmp(text.en, text.zh)) {
		html_text(page, text.en);
	} else {
		html_markup(page, "<tspan lang=\"en\">");
		html_text(page, text.en);
		html_markup(page, "</tspan><tspan lang=\"zh\">");
		html_text(page, text.zh);
		html_markup(page, "</tspan>");
	}
	html_markup(page, "</text>");
}

double draw_step(double span, int most)
{
	static const double steps[] = { 1, 2, 5, 10 };
	double power;

	if (!(span > 0) || !isfinite(span) || most < 1)
		return 1;
	power = pow(10, floor(log10(span / most)));
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++)
		if (steps[i] * power * most >= span)
			return steps[i] * power;
	return 10 * power;
}

char *draw_amount(double value, const char *unit)
{
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	if (!strcmp(unit, "share")) {
		value_print_percent(out, value);
	} else if (!strcmp(unit, "us") && value >= 1000) {
		value_print_number(out, value < 100000 ? value / 1000 : round(value / 1000));
		fputs(" ms", out);
	} else {
		value_print_number(out, value);
		fputs(!strcmp(unit, "us")      ? " us"
		      : !strcmp(unit, "ms")    ? " ms"
		      : !strcmp(unit, "per_s") ? "/s"
					       : "",
		      out);
	}
	fclose(out);
	return must_have(text);
}
