// SPDX-License-Identifier: BSD-2-Clause
/*
 * Where a report goes: the files asked for, opened before anything is measured, and the terminal.
 */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "options.h"
#include "output.h"

struct show {
	const struct options *options;
	struct output outputs[OPTIONS_MAX_OUTPUTS]; /* in the order of all_renderers */
};

/* Opens every output asked for; a path that cannot be written is an error here, early. */
int show_open(const struct options *options, struct show *ret_show, struct error *err);
/* Writes the files, then the text to standard output (to standard error when that is taken by a
 * file "-"), unless -q. */
int show_report(struct show *show, const cJSON *report, struct error *err);
void show_close(struct show *show);

/* The program's exit code by the verdict and --fail-on. */
int show_exit_code(const struct options *options, const cJSON *report);
