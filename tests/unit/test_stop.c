// SPDX-License-Identifier: BSD-2-Clause
/* Which signals ask for an orderly end. */
#include "unit.h"

#include "in_child.h"
#include "stop.h"

static void ask_to_end(void)
{
	signal(SIGINT, SIG_DFL);
	stop_watch();
	CHILD_ASSERT(!stop_asked());
	raise(SIGINT);
	CHILD_ASSERT(stop_asked());
	raise(SIGINT);
}

static void ignore_what_was_ignored(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	for (size_t i = 0; i < 3; i++)
		signal(signals[i], SIG_IGN);
	for (int segment = 0; segment < 2; segment++) {
		stop_watch();
		for (size_t i = 0; i < 3; i++)
			raise(signals[i]);
		CHILD_ASSERT(!stop_asked());
	}
	signal(SIGTERM, SIG_DFL);
	stop_watch();
	raise(SIGTERM);
	CHILD_ASSERT(stop_asked());
}

static void the_second_one_ends_at_once(void **state)
{
	(void)state;
	assert_int_equal(in_child(ask_to_end), 128 + SIGINT);
}

static void ignored_signals_stay_ignored(void **state)
{
	(void)state;
	assert_int_equal(in_child(ignore_what_was_ignored), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_one_ends_at_once),
		cmocka_unit_test(ignored_signals_stay_ignored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
