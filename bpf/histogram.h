/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How long something took, in nanoseconds, counted in buckets whose width grows with the value:
 * eight to an octave, so that a percentile is good to 6 %. What is longer than the last bucket
 * (17 s) is counted in it.
 */
#pragma once

#include <linux/types.h>

#define HISTOGRAM_SUB_BITS 3
#define HISTOGRAM_BUCKETS 256

struct histogram {
	__u32 counts[HISTOGRAM_BUCKETS];
	__u32 most_us; /* the longest */
	__u32 unused;
};
