// SPDX-License-Identifier: BSD-2-Clause
#include "histogram.h"

#define SUB (1 << HISTOGRAM_SUB_BITS)

/* Of the values that a bucket holds, in nanoseconds. */
static double middle(unsigned bucket)
{
	unsigned octave = bucket / SUB;
	double width;

	if (!octave)
		return bucket;
	width = (double)(1ull << (octave - 1));
	return width * (SUB + bucket % SUB) + width / 2;
}

void histogram_sum_add(struct histogram_sum *sum, const struct histogram *histogram)
{
	for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
		sum->counts[i] += histogram->counts[i];
		sum->all += histogram->counts[i];
	}
	if (histogram->most_us > sum->most_us)
		sum->most_us = histogram->most_us;
}

double histogram_percentile_us(const struct histogram_sum *sum, double share)
{
	double wanted = share * (double)sum->all, most = (double)sum->most_us + 1;
	uint64_t so_far = 0;

	for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
		double value = middle(i) / 1000;

		so_far += sum->counts[i];
		if (sum->counts[i] && (double)so_far >= wanted)
			return value < most ? value : most;
	}
	return 0;
}
