// SPDX-License-Identifier: BSD-2-Clause
/*
 * Pressure stall information: how long somebody (some) or everybody (full) waited for a resource.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pressure {
	uint64_t some_us, full_us; /* since boot */
	uint64_t now_us;           /* CLOCK_MONOTONIC at the reading, to take shares of */
};

/* `resource` is cpu, memory, io or irq; false when this kernel does not tell. */
bool pressure_read(const char *resource, struct pressure *ret_pressure);
