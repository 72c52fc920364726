// SPDX-License-Identifier: BSD-2-Clause
/* A view's tables for a person, or as lines of JSON, one object each. Writes to `out` only. */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "view.h"

struct view_printing {
	const struct view *view;
	FILE *out;
	bool json;
	bool verbose;     /* panels for -v too */
	size_t top;       /* rows of a panel */
	int columns;      /* of the terminal: what is wider is left out and said; 0: all of it */
	const char *time; /* of the end of the interval */
	uint64_t span_ms; /* its length, for rates */
	bool total;       /* the whole run, not an interval */
};

void view_print(const struct view_printing *how, const struct view_panel *panel,
		const struct fact *fact, const struct table *rows);
