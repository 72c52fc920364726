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

static void ignore_what_nohup_ignores(void)
{
	signal(SIGHUP, SIG_IGN);
	for (int segment = 0; segment < 2; segment++) {
		stop_watch();
		raise(SIGHUP);
		CHILD_ASSERT(!stop_asked());
	}
}

/* As a shell starts what is in the background of a script. */
static void heed_what_a_script_sends(void)
{
	signal(SIGINT, SIG_IGN);
	stop_watch();
	raise(SIGINT);
	CHILD_ASSERT(stop_asked());
}

static void the_second_one_ends_at_once(void **state)
{
	(void)state;
	assert_int_equal(in_child(ask_to_end), 128 + SIGINT);
}

static void nohup_is_heeded(void **state)
{
	(void)state;
	assert_int_equal(in_child(ignore_what_nohup_ignores), 0);
}

static void a_script_is_heeded(void **state)
{
	(void)state;
	assert_int_equal(in_child(heed_what_a_script_sends), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_second_one_ends_at_once),
		cmocka_unit_test(nohup_is_heeded),
		cmocka_unit_test(a_script_is_heeded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
