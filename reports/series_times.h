// SPDX-License-Identifier: BSD-2-Clause
/* The intervals of a run: all moments that any of its series has a row for, in order. */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

struct times {
	double *at_ms;
	size_t count;
	double start_ms; /* of the first interval: the start of the window */
};

/* The caller frees at_ms. */
struct times times_of(const cJSON *report);
/* The interval that ends at that moment, or -1. */
long times_place(const struct times *times, double t_ms);
/* Milliseconds; the first interval's is not known, and taken to be that of the second at most. */
double times_length(const struct times *times, size_t place);
