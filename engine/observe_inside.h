// SPDX-License-Identifier: BSD-2-Clause
/* The inside of a run's measuring half, shared by engine/observe*.c only. */
#pragma once

#include "observe.h"

#define OBSERVE_TICK_MS 200

size_t observe_start_stages(const struct observation *ask, struct session *session,
			    const cJSON *findings);
/* Evidence of the window that began at `start_ms`; its header too. */
struct evidence *observe_gather(const struct observation *ask, struct session *session,
				enum session_moment moment, uint64_t start_ms, const char *started);

/* engine/observe_pace.c, in milliseconds: between two steps of the series, and of those that are
 * fast; and to pause at most, until the end or the next fast step. */
uint64_t observe_series_step(const struct observation *ask);
uint64_t observe_fast_step(const struct observation *ask);
uint64_t observe_pause(uint64_t now, uint64_t end, uint64_t next_fast);
