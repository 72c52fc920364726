/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Log-linear histograms of times, counted in the kernel and read in user space: eight buckets per
 * octave, so that a value taken from the middle of its bucket is right to 6 %. Below 256 ns the
 * buckets are 32 ns wide; what is longer than 17 s is in the last one.
 *
 * One copy for all CPUs (or a few shards), never one per CPU: counts are added atomically.
 */
#pragma once

#include <linux/types.h>

#define HISTOGRAM_UNIT 5 /* log2 of the nanoseconds of the narrowest bucket */
#define HISTOGRAM_BUCKETS 216

struct histogram {
	__u64 sum_ns;
	__u64 max_ns;
	__u32 buckets[HISTOGRAM_BUCKETS];
};

static inline __attribute__((always_inline)) __u32 histogram_log2(__u32 value)
{
	__u32 log = 0, more;

	more = (value > 0xffff) << 4, value >>= more, log |= more;
	more = (value > 0xff) << 3, value >>= more, log |= more;
	more = (value > 0xf) << 2, value >>= more, log |= more;
	more = (value > 0x3) << 1, value >>= more, log |= more;
	return log | (value >> 1);
}

static inline __attribute__((always_inline)) __u32 histogram_index(__u64 ns)
{
	__u64 units = ns >> HISTOGRAM_UNIT;
	__u32 log;

	if (units < 8)
		return (__u32)units;
	if (units >> 29)
		return HISTOGRAM_BUCKETS - 1;
	log = histogram_log2((__u32)units);
	return (log - 2) * 8 + (((__u32)units >> (log - 3)) & 7);
}
