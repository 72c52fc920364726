// SPDX-License-Identifier: BSD-2-Clause
/*
 * Drawings in the HTML view: SVG that the renderer writes, to be read without a script.
 *
 * A drawing is as wide as its place and as high as it says; all that lies along its width is in
 * percent, so that it fits a phone without its letters shrinking. What a drawing shows stands as
 * text or in a table beside it, so the drawing itself is hidden from screen readers.
 */
#pragma once

#include "html_page.h"

/* <figure> with its caption. */
void draw_figure(struct html_page *page, const char *class, struct phrase caption);
void draw_figure_end(struct html_page *page);

void draw_open(struct html_page *page, const char *class, int height);
void draw_end(struct html_page *page);
/* A part of the drawing that cuts off what is wider than it. Closed by draw_end. */
void draw_clip(struct html_page *page, double x, double y, double width, double height);
void draw_box(struct html_page *page, const char *class, double x, double y, double width,
	      double height);
/* An upright line at x. */
void draw_upright(struct html_page *page, const char *class, double x, double top, double bottom);
/* Hostile text at x percent and y pixels; `class` also says where it is anchored. */
void draw_text(struct html_page *page, const char *class, double x, double y, const char *text);
void draw_both(struct html_page *page, const char *class, double x, double y, struct phrase text);

/* The largest step of 1, 2 or 5 times a power of ten that fits at most `most` times into `span`. */
double draw_step(double span, int most);
/* A number with its unit as an axis has it: 1.9 ms for 1900 us. The caller frees. */
char *draw_amount(double value, const char *unit);
