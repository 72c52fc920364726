// SPDX-License-Identifier: BSD-2-Clause
/*
 * The intervals of one fact that is a series: for each host (a merged report has several) all
 * moments that it has a row for, in order, and how long the interval was that ended there.
 *
 * Facts have steps of their own, so an interval begins at the fact's own moment before. Where
 * nothing moved there is no row: an interval behind such a gap is as long as the fact's steps are
 * (step_ms; in evidence that does not tell, the lower quartile of its gaps), and a moment without
 * a row is put where it began.
 */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "rows.h"

#define TIMES_HOSTS 256 /* rows of more are not looked at */

struct times {
	const char *host; /* "" in the report of one host */
	double *at_ms, *length_ms;
	size_t count;
};

struct times_list {
	struct times items[TIMES_HOSTS];
	size_t count;
};

/* `start_ms` is the start of the window. The caller frees the list with times_free. */
struct times_list *times_of(const cJSON *fact, const struct rows *rows, double start_ms);
void times_free(struct times_list *list);
/* The host's intervals, or NULL. */
const struct times *times_find(const struct times_list *list, const char *host);
/* The interval that ends at that moment, or -1. */
long times_place(const struct times *times, double t_ms);
