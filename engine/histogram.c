// SPDX-License-Identifier: BSD-2-Clause
#include "histogram.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "memory.h"
#include "text_stream.h"

/* Places among HISTOGRAM_COLUMNS. */
enum { SAMPLES, MOST = 5, BUCKETS = 7 };

static uint64_t least_of(uint32_t bucket)
{
	uint64_t octave = bucket / 8,
		 units = bucket < 8 ? bucket : (8 + bucket % 8) << (octave - 1);

	return units << HISTOGRAM_UNIT;
}

static uint64_t middle_of(const struct histogram *histogram, uint32_t bucket)
{
	uint64_t middle = (least_of(bucket) + least_of(bucket + 1)) / 2;

	return middle < histogram->max_ns ? middle : histogram->max_ns;
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
	uint64_t samples = histogram_samples(histogram), below = 0;
	uint64_t rank = (uint64_t)ceil(share * (double)samples);

	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		below += histogram->buckets[i];
		if (!below || below < rank)
			continue;
		return middle_of(histogram, i);
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

/* The last bucket has no upper bound of its own. */
static void bound_max(struct histogram *histogram)
{
	uint64_t most = 0;

	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (histogram->buckets[i])
			most = i + 1 < HISTOGRAM_BUCKETS ? least_of(i + 1) : UINT64_MAX;
	if (most < histogram->max_ns)
		histogram->max_ns = most;
}

bool histogram_subtract(struct histogram *from, const struct histogram *what)
{
	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		if (from->buckets[i] < what->buckets[i])
			return false;
	if (!histogram_samples(what))
		return true;
	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		from->buckets[i] -= what->buckets[i];
	bound_max(from);
	from->sum_ns = 0;
	for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++)
		from->sum_ns += from->buckets[i] * middle_of(from, i);
	return true;
}

static void cell_us(struct cell *cell, double ns)
{
	cell_real(cell, round(ns / 10) / 100);
}

void histogram_text(const struct histogram *histogram, struct cell *cell)
{
	cleanup_free char *text = NULL;
	size_t size;
	const char *separator = "";
	FILE *out = text_stream(&text, &size);

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
	cell_us(&cells[MOST], (double)histogram->max_ns);
	cell_us(&cells[6], samples ? (double)histogram->sum_ns / (double)samples : 0);
	histogram_text(histogram, &cells[BUCKETS]);
}

void histogram_of_text(const char *text, struct histogram *ret_histogram)
{
	unsigned long long least;
	unsigned count;
	int used;

	*ret_histogram = (struct histogram){ .max_ns = UINT64_MAX };
	for (; sscanf(text, "%llu:%u%n", &least, &count, &used) == 2; text += used)
		ret_histogram->buckets[histogram_index(least)] += count;
	bound_max(ret_histogram);
}

static int first_column(const struct table *table)
{
	int last = table_column(table, "histogram");

	return last < BUCKETS || strcmp(table->columns[last - BUCKETS].name, "samples")
		       ? -1
		       : last - BUCKETS;
}

bool histogram_since(const struct table *table, struct cell *row, const struct cell *before)
{
	int first = first_column(table);
	struct histogram now, then;
	struct cell counted;

	if (first < 0)
		return true;
	row += first, before += first;
	histogram_of_text(cell_as_text(&row[BUCKETS]), &now);
	histogram_of_text(cell_as_text(&before[BUCKETS]), &then);
	if (row[MOST].type == CELL_REAL && row[MOST].real * 1e3 < (double)now.max_ns)
		now.max_ns = (uint64_t)round(row[MOST].real * 1e3);
	if (!histogram_subtract(&now, &then))
		return false;
	if (!histogram_samples(&then))
		return true;
	counted = row[SAMPLES];
	histogram_cells(&now, row);
	row[SAMPLES] = counted;
	return true;
}
