// SPDX-License-Identifier: BSD-2-Clause
#include "view_histogram.h"

#include <math.h>
#include <string.h>

#include "cleanup.h"

#define OCTAVES 64
#define HEIGHTS 8

struct spread {
	double count[OCTAVES];
	int first, last; /* octaves that are not empty */
	double most;
};

static int octave_of(double ns)
{
	return ns < 1 ? 0 : (int)fmin(floor(log2(ns)), OCTAVES - 1);
}

static struct spread spread_of(const char *text)
{
	struct spread spread = { .first = OCTAVES, .last = -1 };
	double least, count;
	int read, octave;

	for (; sscanf(text, " %lf:%lf%n", &least, &count, &read) == 2; text += read) {
		if (!(count > 0) || !(least >= 0))
			continue;
		octave = octave_of(least);
		spread.count[octave] += count;
		if (octave < spread.first)
			spread.first = octave;
		if (octave > spread.last)
			spread.last = octave;
		if (spread.count[octave] > spread.most)
			spread.most = spread.count[octave];
	}
	return spread;
}

static void put_time(FILE *out, int octave)
{
	double ns = exp2(octave);

	if (ns < 1e3)
		fprintf(out, "%.0f ns", ns);
	else if (ns < 1e6)
		fprintf(out, "%.3g us", ns / 1e3);
	else if (ns < 1e9)
		fprintf(out, "%.3g ms", ns / 1e6);
	else
		fprintf(out, "%.3g s", ns / 1e9);
}

void view_histogram_print(FILE *out, const char *text)
{
	static const char *const blocks[HEIGHTS] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	struct spread spread = spread_of(text);

	if (spread.last < 0)
		return;
	put_time(out, spread.first);
	fputc(' ', out);
	for (int i = spread.first; i <= spread.last; i++) {
		int height = (int)ceil(HEIGHTS * spread.count[i] / spread.most);

		fputs(height ? blocks[height - 1] : " ", out);
	}
	fputc(' ', out);
	put_time(out, spread.last + 1);
}
