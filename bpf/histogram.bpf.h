/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting into a histogram. There is no instruction that finds the highest bit. */
#pragma once

#include "histogram.h"
#include "kernel.h"

static __always_inline u32 histogram_octave(u64 value)
{
	u32 octave = 0;

	for (u32 step = 32; step; step >>= 1) {
		if (value >> step) {
			value >>= step;
			octave += step;
		}
	}
	return octave;
}

static __always_inline u32 histogram_bucket(u64 ns)
{
	u32 octave, bucket;

	if (ns < 1 << HISTOGRAM_SUB_BITS)
		return (u32)ns;
	octave = histogram_octave(ns);
	bucket = ((octave - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS) +
		 (u32)(ns >> (octave - HISTOGRAM_SUB_BITS) & ((1 << HISTOGRAM_SUB_BITS) - 1));
	return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

_Static_assert(HISTOGRAM_BUCKETS == 256, "the mask below");

static __always_inline void histogram_add(struct histogram *histogram, u64 ns)
{
	u64 bucket = histogram_bucket(ns);
	u32 us = ns / 1000 > 0xffffffff ? 0xffffffff : (u32)(ns / 1000);

	/* The verifier must see the bound that the compiler knows. */
	asm volatile("%0 &= 255" : "+r"(bucket));
	__sync_fetch_and_add(&histogram->counts[bucket], 1);
	if (us > histogram->most_us)
		histogram->most_us = us;
}
