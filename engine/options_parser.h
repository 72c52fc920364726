// SPDX-License-Identifier: BSD-2-Clause
/* What the reading of the command line hands to the checks that need all of it. */
#pragma once

#include <popt.h>

#include "options.h"

struct options_parser {
	struct option_spec specs[OPTIONS_MAX];
	size_t count;
	const char *spelled[OPTIONS_MAX]; /* by which name it was given, or NULL */
	struct poptOption table[2 * OPTIONS_MAX];
	poptContext popt;
	bool has_word; /* what comes first is a command; out of memory popt forgets it */
	struct options options;
};

/* Refuses what no single option shows, and fills in what was left open. */
int options_check(struct options_parser *parser, struct error *err);
