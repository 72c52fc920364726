// SPDX-License-Identifier: BSD-2-Clause
/* Which finding of one report is which of another, and which of their numbers to compare. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

/* Pointers go into the two reports. */
struct matches {
	const cJSON **old;
	bool *taken; /* this one of `old` belongs to a new one */
	size_t old_count;
	cJSON **new;
	const cJSON **old_of; /* for each of `new`, or NULL */
	size_t new_count;
};

/* Those that agree in all of `where` first, then those that differ in what changes by itself. */
void matches_find(const cJSON *old, const cJSON *new, struct matches *ret_matches);
void matches_clear(struct matches *matches);

/* 1 suspected, 2 attention, 3 abnormal. */
int finding_level(const cJSON *report, const cJSON *finding);
const char *level_name(int level, bool chinese);

/* The number by which a finding is compared with its twin of another report. */
struct measure {
	enum measure_kind { MEASURE_SEVERITY, MEASURE_SHARE, MEASURE_RATE, MEASURE_DELAY } kind;
	double value;
	double packets; /* behind a share or a rate */
	double seconds;
	int level;
};
struct measure measure_of(const cJSON *report, const cJSON *finding, const cJSON *twin);
/* "worse", "same" or "better". */
const char *measure_change(const struct measure *before, const struct measure *now);
/* Its number: "2.4 %", "12 packets/s"; the severity when there is none. The caller frees. */
char *measure_text(const struct measure *measure, bool chinese);
