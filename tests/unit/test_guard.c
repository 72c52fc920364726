// SPDX-License-Identifier: BSD-2-Clause
/* What is done about which cost. */
#include "unit.h"

#include "guard.h"

static void cheap_is_left_alone(void **state)
{
	struct guard guard = { .most = 0.02 };

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(guard_decide(&guard, 0.02), GUARD_REST);
	assert_int_equal(guard.width, 0);
	assert_true(guard.worst > 0.019 && guard.worst < 0.021);
}

static void one_burst_is_left_alone(void **state)
{
	struct guard guard = { .most = 0.02 };

	(void)state;
	for (int i = 0; i < 10; i++) {
		assert_int_equal(guard_decide(&guard, 0.07), GUARD_REST);
		assert_int_equal(guard_decide(&guard, 0.01), GUARD_REST);
	}
	assert_int_equal(guard.width, 0);
}

static void sampling_widens_before_a_probe_goes(void **state)
{
	struct guard guard = { .most = 0.02 };

	(void)state;
	for (int i = 0; i < GUARD_WIDEST; i++) {
		assert_int_equal(guard_decide(&guard, 0.03), GUARD_REST);
		assert_int_equal(guard_decide(&guard, 0.03), GUARD_WIDEN);
	}
	assert_int_equal(guard_decide(&guard, 0.03), GUARD_REST);
	assert_int_equal(guard_decide(&guard, 0.03), GUARD_DETACH);
	assert_int_equal(guard_decide(&guard, 0.03), GUARD_REST);
	assert_int_equal(guard_decide(&guard, 0.03), GUARD_DETACH);
	assert_int_equal(guard.width, GUARD_WIDEST);
}

static void far_over_is_acted_on_at_once(void **state)
{
	struct guard guard = { .most = 0.02 };

	(void)state;
	for (int i = 0; i < GUARD_WIDEST; i++)
		assert_int_equal(guard_decide(&guard, 0.5), GUARD_WIDEN);
	assert_int_equal(guard_decide(&guard, 0.5), GUARD_DETACH);
}

static void widening_may_be_enough(void **state)
{
	struct guard guard = { .most = 0.02 };

	(void)state;
	assert_int_equal(guard_decide(&guard, 0.1), GUARD_WIDEN);
	for (int i = 0; i < 100; i++)
		assert_int_equal(guard_decide(&guard, 0.015), GUARD_REST);
	assert_int_equal(guard.width, 1);
}

static void without_a_limit_nothing_happens(void **state)
{
	struct guard guard = { 0 };

	(void)state;
	for (int i = 0; i < 10; i++)
		assert_int_equal(guard_decide(&guard, 1), GUARD_REST);
}

static void looks_less_often_while_it_is_cheap(void **state)
{
	struct guard guard = { .most = 0.02 };

	(void)state;
	assert_int_equal(guard_pause_ms(&guard), 1000);
	guard_decide(&guard, 0.001);
	assert_int_equal(guard_pause_ms(&guard), 2000);
	guard_decide(&guard, 0.005);
	assert_int_equal(guard_pause_ms(&guard), 4000);
	guard_decide(&guard, 0.005);
	assert_int_equal(guard_pause_ms(&guard), 4000);
	guard_decide(&guard, 0.006);
	assert_int_equal(guard_pause_ms(&guard), 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cheap_is_left_alone),
		cmocka_unit_test(one_burst_is_left_alone),
		cmocka_unit_test(sampling_widens_before_a_probe_goes),
		cmocka_unit_test(far_over_is_acted_on_at_once),
		cmocka_unit_test(widening_may_be_enough),
		cmocka_unit_test(without_a_limit_nothing_happens),
		cmocka_unit_test(looks_less_often_while_it_is_cheap),
	};

	return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
