// SPDX-License-Identifier: BSD-2-Clause
/* How long a run waits between two looks, steps of its series and samples of its cost. */
#include <poll.h>

#include "observe_inside.h"
#include "stop.h"

#define SERIES_POINTS 240 /* a longer run has longer steps */
#define FAST_STEP_MS 100  /* of series that are cheap */

void observe_wait(struct session *session, uint64_t when_ms)
{
	uint64_t now, wait_ms;

	while (!stop_asked() && !session_window_ended(session) &&
	       (now = session_now_ms(session)) < when_ms) {
		wait_ms = session_watch_cost(session);
		poll(NULL, 0, (int)(when_ms - now < wait_ms ? when_ms - now : wait_ms));
	}
}

uint64_t observe_series_step(const struct observation *ask)
{
	uint64_t least = ask->duration_ms / SERIES_POINTS;

	return ask->interval_ms > least ? ask->interval_ms : least;
}

uint64_t observe_fast_step(const struct observation *ask)
{
	uint64_t least = ask->duration_ms / SERIES_POINTS;

	return FAST_STEP_MS > least ? FAST_STEP_MS : least;
}

uint64_t observe_pause(uint64_t now, uint64_t end, uint64_t next_fast)
{
	uint64_t until = next_fast < end ? next_fast : end;

	if (until <= now)
		return 0;
	return until - now < OBSERVE_TICK_MS ? until - now : OBSERVE_TICK_MS;
}
