// SPDX-License-Identifier: BSD-2-Clause
/*
 * Percentiles of the histograms that programs in the kernel fill (bpf/histogram_layout.h). A
 * percentile is the middle of its bucket, and never more than the largest value: right to 6 %.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "histogram_layout.h"
#include "table.h"

/* The columns that histogram_cells() fills, in its order: to be put into a fact's columns. The
 * first is the number of samples, the times are microseconds; p999 is p99.9. */
#define HISTOGRAM_COLUMNS                                                      \
	{ "samples", COLUMN_COUNTER, "count" }, { "p50", COLUMN_VALUE, "us" }, \
		{ "p90", COLUMN_VALUE, "us" }, { "p99", COLUMN_VALUE, "us" },  \
		{ "p999", COLUMN_VALUE, "us" }, { "max", COLUMN_VALUE, "us" }, \
		{ "mean", COLUMN_VALUE, "us" },                                \
	{                                                                      \
		"histogram", COLUMN_VALUE, NULL                                \
	}
#define HISTOGRAM_CELLS 8

uint64_t histogram_samples(const struct histogram *histogram);
/* In nanoseconds; `share` from 0 to 1. 0 when there is no sample. */
uint64_t histogram_percentile(const struct histogram *histogram, double share);
void histogram_merge(struct histogram *into, const struct histogram *from);
/* What remains of `from`; its largest value is then the upper bound of its highest bucket, and
 * never more than it was. False: `what` was never part of it, and it stays as it is. */
bool histogram_subtract(struct histogram *from, const struct histogram *what);
/* "least:count ..." of each bucket that is not empty, `least` in nanoseconds. */
void histogram_text(const struct histogram *histogram, struct cell *cell);
/* Reads that back; the largest value is the upper bound of the highest bucket. */
void histogram_of_text(const char *text, struct histogram *ret_histogram);
/* Also fills the last column, by histogram_text(). */
void histogram_cells(const struct histogram *histogram, struct cell *cells);
/* Of a row with HISTOGRAM_COLUMNS these cells but the number of samples, which is a counter: from
 * those of all time to those since `before`. False: it was made anew, and nothing was changed. */
bool histogram_since(const struct table *table, struct cell *row, const struct cell *before);
