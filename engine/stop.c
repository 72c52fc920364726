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

/* This process ignores none of them by itself: who is ignored was so when it began. */
static void watch_for(int signal_number)
{
	struct sigaction action = { .sa_handler = ask, .sa_flags = SA_RESETHAND }, before;

	if (!sigaction(signal_number, NULL, &before) && before.sa_handler == SIG_IGN)
		return;
	sigaction(signal_number, &action, NULL);
}

void stop_watch(void)
{
	watch_for(SIGINT);
	watch_for(SIGTERM);
	watch_for(SIGHUP);
	signal(SIGPIPE, SIG_IGN);
}

bool stop_asked(void)
{
	return asked;
}
