// SPDX-License-Identifier: BSD-2-Clause
/*
 * When two runs on different machines watched, by each one's clock of the day (CLOCK_REALTIME).
 *
 * A kernel that is kept in time tells how far its clock may be off (adjtimex: maxerror); both of
 * these, and what the text of a start leaves out, are the doubt. Where one of them is not kept in
 * time nobody knows. Only the counters of whole windows are put side by side, never moments, so
 * that windows which overlap for the most part are enough.
 */
#pragma once

#include <stdbool.h>

#include "evidence.h"

/* Windows of one time: this part of the shorter one, the doubt taken off. */
#define MERGE_OVERLAP 0.5

struct merge_overlap {
	bool known;      /* both runs tell when they started */
	bool doubtful;   /* one of the clocks is not kept in time, or nobody looked */
	double share;    /* of the shorter window, the doubt taken off; 0: one after the other */
	double doubt_ms; /* 0 when doubtful */
};

struct merge_overlap merge_overlap(const struct evidence *a, const struct evidence *b);

/* ms since 1970 of "2026-03-02T09:31:07.250Z"; false when it is no such text. */
bool merge_time_of(const char *text, double *ret_ms);
