// SPDX-License-Identifier: BSD-2-Clause
/*
 * Reading a histogram that was counted in the kernel (bpf/histogram.h): its percentiles, in
 * microseconds, each the middle of its bucket and so good to 6 %, never above the longest value.
 */
#pragma once

#include <stdint.h>

#include "../bpf/histogram.h"

struct histogram_sum {
	uint64_t counts[HISTOGRAM_BUCKETS];
	uint64_t all;
	uint64_t most_us;
};

void histogram_sum_add(struct histogram_sum *sum, const struct histogram *histogram);
/* `share` of the values are no longer than this; 0 when there are none. */
double histogram_percentile_us(const struct histogram_sum *sum, double share);
