// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whether two series of numbers rise and fall together, and by how many steps one follows the
 * other.
 *
 * A series that stays high for a while makes neighbours that are alike, and alike neighbours are
 * fewer points than they look: the significance is that of the points which are independent
 * (Bartlett: n (1 - ab) / (1 + ab) for the series' own correlations a and b at one step). Several
 * lags are tried, so the best one counts only as much as the number of tries leaves.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define CORRELATION_LAGS 5 /* steps that the second may lag behind, or lead */

struct correlation {
	double r;
	int lag; /* steps that `a` follows behind `b` */
	size_t points;
	double p; /* of seeing such an r by chance, in any of the lags */
};

/* False when there is nothing to compare: fewer than four points, or a series that never moves. */
bool correlate(const double *a, const double *b, size_t count, struct correlation *ret);
/* The chance that noise of so many points gives an r as large, either way. */
double correlation_chance(double r, double points);
