/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

#include "histogram_layout.h"

#include "kernel.h"

/* The maximum may lose a race against one nearly as large. */
static __always_inline void histogram_add(struct histogram *histogram, u64 ns)
{
	u32 index = histogram_index(ns);

	asm volatile("" : "+r"(index)); /* the verifier does not know what the compiler knows */
	if (index < HISTOGRAM_BUCKETS)
		__sync_fetch_and_add(&histogram->buckets[index], 1);
	__sync_fetch_and_add(&histogram->sum_ns, ns);
	if (ns > histogram->max_ns)
		histogram->max_ns = ns;
}
