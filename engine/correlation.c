// SPDX-License-Identifier: BSD-2-Clause
#include "correlation.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_POINTS 4
#define FRACTION_TERMS 300
#define TINY 1e-300

static double mean(const double *values, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += values[i];
	return sum / (double)count;
}

/* NAN when one of them does not move. */
static double pearson(const double *a, const double *b, size_t count)
{
	double mean_a = mean(a, count), mean_b = mean(b, count);
	double both = 0, square_a = 0, square_b = 0;

	for (size_t i = 0; i < count; i++) {
		both += (a[i] - mean_a) * (b[i] - mean_b);
		square_a += (a[i] - mean_a) * (a[i] - mean_a);
		square_b += (b[i] - mean_b) * (b[i] - mean_b);
	}
	return square_a > 0 && square_b > 0 ? both / sqrt(square_a * square_b) : NAN;
}

/* The continued fraction of the incomplete beta function, by Lentz's method. */
static double beta_fraction(double a, double b, double x)
{
	double c = 1, d = 1 - (a + b) * x / (a + 1), result;

	d = 1 / (fabs(d) < TINY ? TINY : d);
	result = d;
	for (int m = 1; m <= FRACTION_TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double before = result;

		d = 1 + even * d;
		c = 1 + even / c;
		d = 1 / (fabs(d) < TINY ? TINY : d);
		c = fabs(c) < TINY ? TINY : c;
		result *= d * c;
		d = 1 + odd * d;
		c = 1 + odd / c;
		d = 1 / (fabs(d) < TINY ? TINY : d);
		c = fabs(c) < TINY ? TINY : c;
		result *= d * c;
		if (fabs(result - before) < 1e-12 * fabs(result))
			break;
	}
	return result;
}

/* The regularised incomplete beta function. */
static double beta(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* Student's t with points - 2 degrees of freedom. */
double correlation_chance(double r, double points)
{
	double freedom = points - 2;

	if (freedom <= 0)
		return 1;
	return beta(freedom / 2, 0.5, 1 - r * r);
}

static double independent(const double *a, const double *b, size_t count)
{
	double own_a = pearson(a, a + 1, count - 1), own_b = pearson(b, b + 1, count - 1);
	double both = isnan(own_a) || isnan(own_b) ? 0 : own_a * own_b;

	return both > 0 ? (double)count * (1 - both) / (1 + both) : (double)count;
}

bool correlate(const double *a, const double *b, size_t count, struct correlation *ret)
{
	struct correlation best = { .p = 1 };
	bool moved = false;

	for (int lag = -CORRELATION_LAGS; lag <= CORRELATION_LAGS; lag++) {
		size_t shift = (size_t)(lag < 0 ? -lag : lag), points;
		const double *from_a = lag > 0 ? a + shift : a, *from_b = lag < 0 ? b + shift : b;
		double r;

		if (count < shift + LEAST_POINTS)
			continue;
		points = count - shift;
		r = pearson(from_a, from_b, points);
		if (isnan(r))
			continue;
		/* Of equal ones the one that needs no lag. */
		if (!moved || fabs(r) > fabs(best.r) + 1e-9 ||
		    (fabs(fabs(r) - fabs(best.r)) <= 1e-9 && abs(lag) < abs(best.lag)))
			best = (struct correlation){ r, lag, points, 1 };
		moved = true;
	}
	if (!moved)
		return false;
	best.p = fmin(1, (2 * CORRELATION_LAGS + 1) *
				 correlation_chance(best.r, independent(a, b, count)));
	*ret = best;
	return true;
}
