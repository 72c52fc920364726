// SPDX-License-Identifier: BSD-2-Clause
/*
 * Paper for the HTML view.
 *
 * html_markup is for markup that stands in the source and nothing else; every text of a report goes
 * through html_text and its relatives, which neutralise and escape it. Names from the system stand
 * in <bdi>, so that their reading direction stays their own. Both languages are in the page; its
 * switch shows one of them.
 */
#pragma once

#include <stdarg.h>
#include <stdio.h>

#include "phrase.h"
#include "series.h"

struct html_page {
	FILE *out;
	bool chinese;   /* shown first */
	int rows_left;  /* rows of facts that may still be shown, so that the page stays small */
	int plots_left; /* the same of plots */
	struct series_list series;
	const cJSON *histograms, *paths;
	int paths_left_out; /* more than there are in `paths` */
};

/* Markup from the source, with numbers and fixed words filled in: never a text of the report. */
void html_markup(struct html_page *page, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Hostile text. */
void html_text(struct html_page *page, const char *text);
/* A name from the system, isolated from the reading direction around it. */
void html_name(struct html_page *page, const char *name);
void html_code(struct html_page *page, const char *code);
/* Hostile text in both languages. */
void html_both(struct html_page *page, struct phrase phrase);
/* Our own words in both languages. */
#define html_say(page, english, chinese) html_both(page, PHRASE(english, chinese))

/* Number and unit; `unit` may be NULL. */
void html_value(struct html_page *page, const cJSON *value, const char *unit);
/* The same without its unit, which a head says; what ought to be a number may be a hostile text. */
void html_cell(struct html_page *page, const cJSON *value, const char *unit);
/* A number as value.h prints it. */
void html_number(struct html_page *page, void (*print)(FILE *out, double number), double number);

/* The sign of a state: a shape of its own, then the word. */
void html_icon(struct html_page *page, const char *state);
void html_chip(struct html_page *page, const char *vocabulary, const char *state);
/* One of the five classes that the style sheet knows for a state of the report. */
const char *html_class(const char *state);

/* <section> with its heading; a negative count is not shown. */
void html_section(struct html_page *page, const char *id, struct phrase heading, int count);
void html_section_end(struct html_page *page);
/* A command with a button to copy it; one that cannot be shown unharmed is refused in words. */
void html_command(struct html_page *page, const char *command);
/* Term and names of `where`. */
void html_where(struct html_page *page, const cJSON *where);
