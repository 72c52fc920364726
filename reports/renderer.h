// SPDX-License-Identifier: BSD-2-Clause
/*
 * A renderer shows a finished report; it never judges, and never measures.
 *
 * It is given the report as the JSON tree that reports/report.schema.json describes and nothing
 * else, so that every view says the same and an old report can be shown again. One file per
 * renderer: descriptor first, function after; the list of renderers is made from the directory at
 * build time (every reports/NAME.c exports `const struct renderer renderer_NAME`).
 *
 * All strings in a report are hostile text (device and process names come from the system): a
 * renderer neutralises them for its medium, terminal escapes and HTML alike.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "error.h"

struct render_style {
	int columns;    /* width of text output, 80 unless told otherwise */
	bool colour;    /* only when the output is a terminal and nobody said --no-color */
	bool chinese;   /* show the _zh texts */
	int fail_level; /* findings below it pass (counts.h); 0: everything that was found counts */
	bool verbose;   /* -v: symptoms' evidence, undecided rules one by one, probes that ran */
};

struct renderer {
	const char *name;    /* also the option: "json" is --json FILE */
	const char *summary; /* one sentence for --help */
	/* Writes the whole view to `out`; the caller made the file and replaces the old one with
	 * it. */
	int (*render)(const cJSON *report, const struct render_style *style, FILE *out,
		      struct error *err);
};

/* All renderers by name. Made at build time. */
extern const struct renderer *const all_renderers[];
extern const size_t all_renderers_count;
