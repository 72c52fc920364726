// SPDX-License-Identifier: BSD-2-Clause
#include "histogram.h"

#include <math.h>
#include <stdio.h>

#include "cleanup.h"
#include "memory.h"

static uint64_t least_of(uint32_t bucket)
{
	uint64_t octave = bucket / 8,
		 units = bucket < 8 ? bucket : (8 + bucket % 8) << (octave - 1);

	return units << HISTOGRAM_UNIT;
}

uint64_t histogram_samples(const struct histogram *histogram)
{
	uint64_t samples = 0;

	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		samples += histogram->buckets[i];
	return samples;
}

uint64_t histogram_percentile(const struct histogram *histogram, double share)
{
	uint64_t samples = histogram_samples(histogram), below = 0, middle;
	uint64_t rank = (uint64_t)ceil(share * (double)samples);

	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		below += histogram->buckets[i];
		if (!below || below < rank)
			continue;
		middle = (least_of(i) + least_of(i + 1)) / 2;
		return middle < histogram->max_ns ? middle : histogram->max_ns;
	}
	return 0;
}

void histogram_merge(struct histogram *into, const struct histogram *from)
{
	into->sum_ns += from->sum_ns;
	if (from->max_ns > into->max_ns)
		into->max_ns = from->max_ns;
	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		into->buckets[i] += from->buckets[i];
}

static void cell_us(struct cell *cell, double ns)
{
	cell_real(cell, round(ns / 10) / 100);
}

static void cell_buckets(struct cell *cell, const struct histogram *histogram)
{
	cleanup_free char *text = NULL;
	size_t size;
	const char *separator = "";
	FILE *out = must_have(open_memstream(&text, &size));

	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		if (!histogram->buckets[i])
			continue;
		fprintf(out, "%s%llu:%u", separator, (unsigned long long)least_of(i),
			histogram->buckets[i]);
		separator = " ";
	}
	fclose(out);
	cell_text(cell, text);
}

void histogram_cells(const struct histogram *histogram, struct cell *cells)
{
	static const double shares[] = { 0.5, 0.9, 0.99, 0.999 };
	uint64_t samples = histogram_samples(histogram);

	cell_count(&cells[0], samples);
	for (size_t i = 0; i < ARRAY_SIZE(shares); i++)
		cell_us(&cells[1 + i], (double)histogram_percentile(histogram, shares[i]));
	cell_us(&cells[5], (double)histogram->max_ns);
	cell_us(&cells[6], samples ? (double)histogram->sum_ns / (double)samples : 0);
	cell_buckets(&cells[7], histogram);
}
