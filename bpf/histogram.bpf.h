/* SPDX-License-Identifier: GPL-2.0-only */
/* Counting into a histogram. */
#pragma once

#include "histogram.h"
#include "kernel.h"

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
