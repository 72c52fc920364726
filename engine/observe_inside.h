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
