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

/* BPF has no instruction that finds the highest bit. */
static inline __attribute__((always_inline)) __u32 histogram_octave(__u64 value)
{
	__u32 octave = 0;

	for (__u32 step = 32; step; step >>= 1) {
		if (value >> step) {
			value >>= step;
			octave += step;
		}
	}
	return octave;
}

static inline __attribute__((always_inline)) __u32 histogram_bucket(__u64 ns)
{
	__u32 octave, bucket;

	if (ns < 1 << HISTOGRAM_SUB_BITS)
		return (__u32)ns;
	octave = histogram_octave(ns);
	bucket = ((octave - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS) +
		 (__u32)(ns >> (octave - HISTOGRAM_SUB_BITS) & ((1 << HISTOGRAM_SUB_BITS) - 1));
	return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}
