// SPDX-License-Identifier: BSD-2-Clause
/* What is counted in buckets comes out again within 6 %. */
#include "unit.h"

#include <math.h>

#include "histogram.h"

#define NARROWEST 32.0 /* ns, the width of the buckets below 256 */

static void test_values(void **state)
{
	(void)state;
	for (double ns = 1; ns < 1.7e10; ns *= 1.013) {
		struct histogram histogram = { .max_ns = UINT64_MAX };
		double middle;

		histogram.buckets[histogram_index((uint64_t)ns)] = 1;
		middle = (double)histogram_percentile(&histogram, 0.5);
		assert_true(fabs(middle - floor(ns)) <= fmax(0.0626 * ns, NARROWEST / 2));
	}
}

static void test_bounds(void **state)
{
	uint32_t before = 0;

	(void)state;
	for (uint64_t ns = 0; ns < 100000; ns++) {
		uint32_t bucket = histogram_index(ns);

		assert_true(bucket == before || bucket == before + 1);
		before = bucket;
	}
	assert_int_equal(histogram_index(0), 0);
	assert_int_equal(histogram_index(UINT64_MAX), HISTOGRAM_BUCKETS - 1);
}

static void test_percentiles(void **state)
{
	struct histogram histogram = { .max_ns = 2000000 }, sum = { 0 };

	(void)state;
	assert_int_equal(histogram_percentile(&sum, 0.5), 0);
	histogram.buckets[histogram_index(50000)] = 990;
	histogram.buckets[histogram_index(2000000)] = 10;
	histogram_merge(&sum, &histogram);
	assert_int_equal(histogram_samples(&sum), 1000);
	assert_true(fabs((double)histogram_percentile(&sum, 0.5) - 50000) < 3000);
	assert_true(fabs((double)histogram_percentile(&sum, 0.99) - 50000) < 3000);
	assert_true(fabs((double)histogram_percentile(&sum, 0.999) - 2000000) < 120000);
	assert_true(histogram_percentile(&sum, 1) <= 2000000);
}

/* As it is told, and read back; what was not in it is not taken off. */
static void test_subtract(void **state)
{
	struct histogram all = { .max_ns = 9000000, .sum_ns = 1 }, old = { 0 }, told;
	struct cell text = { 0 };

	(void)state;
	all.buckets[histogram_index(30000)] = 100;
	all.buckets[histogram_index(9000000)] = 5;
	histogram_text(&all, &text);
	histogram_of_text(cell_as_text(&text), &told);
	assert_memory_equal(told.buckets, all.buckets, sizeof(all.buckets));
	assert_true(told.max_ns >= 9000000 && told.max_ns < 10200000);
	old.buckets[histogram_index(9000000)] = 6;
	assert_false(histogram_subtract(&all, &old));
	assert_int_equal(all.sum_ns, 1);
	old.buckets[histogram_index(9000000)] = 5;
	assert_true(histogram_subtract(&all, &old));
	assert_int_equal(histogram_samples(&all), 100);
	assert_true(all.max_ns >= 30000 && all.max_ns < 34000);
	assert_true(fabs((double)all.sum_ns / 100 - 30000) < 2000);
	cell_text(&text, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_percentiles),
		cmocka_unit_test(test_subtract),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
