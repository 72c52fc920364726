// SPDX-License-Identifier: BSD-2-Clause
/*
 * Percentiles of the histograms that programs in the kernel fill (bpf/histogram_layout.h). A
 * percentile is the middle of its bucket, and never more than the largest value: right to 6 %.
 */
#pragma once

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
/* Also fills the last column: "least:count ..." of each bucket that is not empty, `least` in
 * nanoseconds. */
void histogram_cells(const struct histogram *histogram, struct cell *cells);
