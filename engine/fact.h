// SPDX-License-Identifier: BSD-2-Clause
/*
 * A fact: a named table that carries where it came from and what it does not show.
 *
 * It names its probe and its window (milliseconds from the start of the run), how many events were
 * lost while it was measured and how many rows were cut from it. When it could not be measured it
 * is absent, and says why: nobody asked (not_needed), this host cannot (unavailable), it went wrong
 * (failed). An absent fact has no table; it is never a table of zeros.
 */
#pragma once

#include <stdint.h>

#include "error.h"
#include "table.h"

enum absence { ABSENT_NOT, ABSENT_NOT_NEEDED, ABSENT_UNAVAILABLE, ABSENT_FAILED };

/* What a probe promises to fill; the catalogue of `netdoctor list facts` is made of these. */
struct fact_spec {
	const char *name;
	const char *summary;
	const struct column_spec *columns; /* ends with a NULL name */
};

struct fact {
	char *name;
	char *probe;
	uint64_t start_ms, end_ms;
	uint64_t lost;    /* events that the probe saw and could not keep */
	uint64_t cut;     /* rows that were there and are not in the table */
	uint64_t step_ms; /* of a series: how long its intervals are on average; 0: not known */
	enum absence absent;
	char *because; /* why it is absent; NULL when it is there */
	struct table *table;
};

void fact_clear(struct fact *fact);
void fact_to_json(const struct fact *fact, cJSON *facts);
int fact_from_json(const cJSON *json, struct fact *ret_fact, struct error *err);
