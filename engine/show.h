// SPDX-License-Identifier: BSD-2-Clause
/*
 * Where a report goes: the files asked for, opened before anything is measured, and the terminal.
 */
#pragma once

#include <stddef.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "options.h"
#include "output.h"
#include "rule_files.h"

struct show {
	const struct options *options;
	cJSON *baseline;                            /* the report of --baseline, or NULL */
	struct output outputs[OPTIONS_MAX_OUTPUTS]; /* in the order of all_renderers */
};

/* Opens every output asked for; a path that cannot be written is an error here, early. */
int show_open(const struct options *options, struct show *ret_show, struct error *err);
/* Reads the file of --baseline, when one was given; a file that is none is unreadable input. */
int show_read_baseline(struct show *show, const struct rule_files *files, struct error *err);
/* Compares with the baseline, puts pseudonyms in (--redact), writes the files, then the text to
 * standard output (to standard error when that is taken by a file "-"), unless -q. */
int show_report(struct show *show, cJSON *report, struct error *err);
/* The files alone, of a report that was compared already. */
int show_files(struct show *show, cJSON *report, struct error *err);
/* Standard output, or standard error when a file "-" has taken that. */
FILE *show_text_stream(const struct show *show);
void show_close(struct show *show);

/* Writes evidence as `record` does, with pseudonyms if they are asked for, and commits it. */
int show_save_evidence(const struct options *options, struct output *output, const char *bytes,
		       struct error *err);

/* The program's exit code by the verdict and --fail-on. Of a report that was compared only what is
 * new or worse counts; what cannot be compared is undetermined. */
int show_exit_code(const struct options *options, const cJSON *report);
