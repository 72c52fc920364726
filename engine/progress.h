// SPDX-License-Identifier: BSD-2-Clause
/*
 * How a run goes, for whoever waits for it: one line that is rewritten where a terminal is, a line
 * for each step where none is and -v asks for it. In the language of this run.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *out; /* NULL: say nothing */
	bool live;
	size_t probes;     /* that were started */
	const char *stage; /* title of the last stage that was started, or NULL */
};

/* Before probes are started, which takes its time. */
void progress_starts(struct progress *progress, size_t probes);
/* A stage whose condition holds. */
void progress_joins(struct progress *progress, const char *stage);
/* What has joined is attached. */
void progress_joined(const struct progress *progress);
/* All is attached; said once. */
void progress_begins(const struct progress *progress, uint64_t duration_ms);
void progress_watches(const struct progress *progress, uint64_t left_ms);
/* The window is over. */
void progress_reads(const struct progress *progress);
/* Leaves an empty line to whatever comes. */
void progress_ends(const struct progress *progress);
