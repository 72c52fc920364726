/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Times in slots: eight to each power of two, so that the middle of a slot is at most 6 % wrong.
 * What is below 256 ns is in the first slot, what is above 17 s in the last.
 */
#pragma once

#include <linux/types.h>

#define LOG_LINEAR_SLOTS 209
#define LOG_LINEAR_FIRST 8 /* the power of two of the first slots */
#define LOG_LINEAR_LAST 34
#define LOG_LINEAR_PARTS 8

static inline __attribute__((always_inline)) __u32 log_linear_slot(__u64 ns)
{
	__u64 rest = ns;
	__u32 power = 0;

	if (rest >> LOG_LINEAR_LAST)
		return LOG_LINEAR_SLOTS - 1;
	if (!(rest >> LOG_LINEAR_FIRST))
		return 0;
	for (__u32 step = 32; step; step /= 2)
		if (rest >> step) {
			rest >>= step;
			power += step;
		}
	return 1 + (power - LOG_LINEAR_FIRST) * LOG_LINEAR_PARTS +
	       ((ns >> (power - 3)) & (LOG_LINEAR_PARTS - 1));
}

/* The middle of a slot. */
static inline __u64 log_linear_ns(__u32 slot)
{
	__u32 power, part;

	if (!slot)
		return 1ull << (LOG_LINEAR_FIRST - 1);
	power = (slot - 1) / LOG_LINEAR_PARTS + LOG_LINEAR_FIRST;
	part = (slot - 1) % LOG_LINEAR_PARTS;
	return (1ull << power) + ((2 * part + 1) << (power - 3)) / 2;
}
