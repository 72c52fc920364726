// SPDX-License-Identifier: BSD-2-Clause
/* Series that go together are found with their lag; noise, still and short ones are not. */
#include "unit.h"

#include <math.h>

#include "correlation.h"

#define COUNT 90

/* Evenly spread numbers from a fixed start: the same noise in every run. */
static double noise(uint32_t *state)
{
	*state = *state * 1664525u + 1013904223u;
	return (double)(*state >> 8) / (1 << 24);
}

static void fill_noise(double *values, uint32_t seed)
{
	for (size_t i = 0; i < COUNT; i++)
		values[i] = noise(&seed);
}

/* From tables of the coefficient's critical values, two-sided. */
static void test_chance(void **state)
{
	static const struct {
		double r, points, chance;
	} known[] = {
		{ 0.361, 30, 0.05 },  { 0.463, 30, 0.01 },  { 0.570, 30, 0.001 },
		{ 0.197, 100, 0.05 }, { 0.256, 100, 0.01 }, { 0.878, 5, 0.05 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		double chance = correlation_chance(known[i].r, known[i].points);

		assert_true(fabs(chance - known[i].chance) < 0.03 * known[i].chance);
		assert_true(fabs(correlation_chance(-known[i].r, known[i].points) - chance) < 1e-9);
	}
	assert_true(correlation_chance(0, 30) > 0.999);
	assert_true(correlation_chance(1, 30) < 1e-9);
	assert_true(correlation_chance(0.9, 2) == 1);
}

static void test_lag(void **state)
{
	double a[COUNT], b[COUNT + 8];
	struct correlation found;
	uint32_t seed = 7;

	(void)state;
	for (size_t i = 0; i < COUNT + 8; i++)
		b[i] = noise(&seed);
	for (int lag = -CORRELATION_LAGS; lag <= CORRELATION_LAGS; lag++) {
		for (size_t i = 0; i < COUNT; i++)
			a[i] = 3 - 2 * b[(size_t)((int)i + 5 - lag) % (COUNT + 8)];
		assert_true(correlate(a, b + 5, COUNT - 8, &found));
		assert_int_equal(found.lag, lag);
		assert_true(found.r < -0.999);
		assert_true(found.p < 1e-6);
		assert_int_equal(found.points, COUNT - 8 - (size_t)abs(lag));
	}
}

/* One pair in a hundred may look alike by chance; of two thousand, a few dozen at most. */
static void test_noise(void **state)
{
	double a[COUNT], b[COUNT];
	struct correlation found;
	unsigned sure = 0;

	(void)state;
	for (uint32_t seed = 0; seed < 2000; seed++) {
		fill_noise(a, 2 * seed + 1);
		fill_noise(b, 77777 + 3 * seed);
		assert_true(correlate(a, b, COUNT, &found));
		sure += found.p < 0.01;
	}
	assert_true(sure < 40);
}

/* Walks at random are alike so often that their own slowness must count against them. */
static void test_slow(void **state)
{
	double a[COUNT], b[COUNT];
	struct correlation found;
	unsigned sure = 0;

	(void)state;
	for (uint32_t seed = 0; seed < 500; seed++) {
		fill_noise(a, 2 * seed + 1);
		fill_noise(b, 77777 + 3 * seed);
		for (size_t i = 1; i < COUNT; i++) {
			a[i] += a[i - 1] - 0.5;
			b[i] += b[i - 1] - 0.5;
		}
		assert_true(correlate(a, b, COUNT, &found));
		sure += found.p < 0.01;
	}
	assert_true(sure < 25);
}

static void test_nothing(void **state)
{
	double a[COUNT], still[COUNT] = { 0 };
	struct correlation found = { .points = 77 };

	(void)state;
	fill_noise(a, 5);
	assert_false(correlate(a, still, COUNT, &found));
	assert_false(correlate(still, a, COUNT, &found));
	assert_false(correlate(a, a, 3, &found));
	assert_false(correlate(a, a, 0, &found));
	assert_int_equal(found.points, 77);
	assert_true(correlate(a, a, COUNT, &found));
	assert_int_equal(found.lag, 0);
	assert_true(found.r > 0.999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chance),  cmocka_unit_test(test_lag),
		cmocka_unit_test(test_noise),   cmocka_unit_test(test_slow),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
