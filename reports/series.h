// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a run measured over time, as lines that share one time axis.
 *
 * They come from series[] of the report and from the facts whose name ends in "series": those have
 * a row where something moved, keyed by t_ms, the end of its interval; an interval without a row
 * counts as zero. Counters become rates per second of their own interval (series_times.h). Rows
 * that agree in all keys but t_ms are one line; one that stayed at zero is left out.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#define SERIES_MOST 400 /* lines that are kept */

enum series_sort { SERIES_TRAFFIC, SERIES_LOSS, SERIES_DELAY, SERIES_CPU };

struct series {
	char *name; /* "eth0 rx_packets": hostile */
	const char *unit;
	enum series_sort sort;
	cJSON *where;   /* device and so on, as in the report */
	double from_ms; /* where the first interval begins */
	double *at_ms;  /* ends of the intervals, since the start of the run */
	double *value;
	size_t count;
	double most;
};

struct series_list {
	struct series *items;
	size_t count;
	double start_ms, end_ms; /* of the axis */
};

/* The caller frees. Units and wheres point into the report. */
struct series_list series_of(const cJSON *report);
void series_free(struct series_list *list);

/* Whether one end of a correlation, by its name, is this line. */
bool series_is(const struct series *series, const char *name);

#define cleanup_series __attribute__((cleanup(series_free)))
