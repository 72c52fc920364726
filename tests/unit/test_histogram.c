// SPDX-License-Identifier: BSD-2-Clause
/* What is counted in buckets comes out again within 6 %. */
#include "unit.h"

#include <math.h>

#include "histogram.h"

static void test_values(void **state)
{
	(void)state;
	for (double ns = 1; ns < 1.7e10; ns *= 1.013) {
		struct histogram histogram = { 0 };
		struct histogram_sum sum = { 0 };
		double middle;

		histogram.counts[histogram_bucket((uint64_t)ns)] = 1;
		histogram.most_us = UINT32_MAX;
		histogram_sum_add(&sum, &histogram);
		middle = 1000 * histogram_percentile_us(&sum, 0.5);
		assert_true(fabs(middle - floor(ns)) <= 0.0626 * ns);
	}
}

static void test_bounds(void **state)
{
	uint32_t before = 0;

	(void)state;
	for (uint64_t ns = 0; ns < 100000; ns++) {
		uint32_t bucket = histogram_bucket(ns);

		assert_true(bucket == before || bucket == before + 1);
		before = bucket;
	}
	assert_int_equal(histogram_bucket(0), 0);
	assert_int_equal(histogram_bucket(UINT64_MAX), HISTOGRAM_BUCKETS - 1);
}

static void test_percentiles(void **state)
{
	struct histogram histogram = { .most_us = 2000 };
	struct histogram_sum sum = { 0 };

	(void)state;
	assert_true(histogram_percentile_us(&sum, 0.5) == 0);
	histogram.counts[histogram_bucket(50000)] = 990;
	histogram.counts[histogram_bucket(2000000)] = 10;
	histogram_sum_add(&sum, &histogram);
	assert_int_equal(sum.all, 1000);
	assert_true(fabs(histogram_percentile_us(&sum, 0.5) - 50) < 3);
	assert_true(fabs(histogram_percentile_us(&sum, 0.99) - 50) < 3);
	assert_true(fabs(histogram_percentile_us(&sum, 0.999) - 2000) < 120);
	assert_true(histogram_percentile_us(&sum, 1) <= 2001);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_percentiles),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
