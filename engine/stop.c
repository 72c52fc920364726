// SPDX-License-Identifier: BSD-2-Clause
#include "stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t asked;

static void ask(int signal_number)
{
	(void)signal_number;
	asked = 1;
}

static void watch_for(int signal_number)
{
	struct sigaction action = { .sa_handler = ask, .sa_flags = SA_RESETHAND };

	sigaction(signal_number, &action, NULL);
}

/* What nohup made us ignore stays so. A shell without jobs starts what is in its background with
 * SIGINT ignored, which is no wish of anybody: who sends that one means it. */
static bool is_ignored(int signal_number)
{
	struct sigaction before;

	return !sigaction(signal_number, NULL, &before) && before.sa_handler == SIG_IGN;
}

void stop_watch(void)
{
	watch_for(SIGINT);
	watch_for(SIGTERM);
	if (!is_ignored(SIGHUP))
		watch_for(SIGHUP);
	signal(SIGPIPE, SIG_IGN);
}

bool stop_asked(void)
{
	return asked;
}
