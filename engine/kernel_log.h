// SPDX-License-Identifier: BSD-2-Clause
/* What the kernel said since it came up, as far as it still keeps it: read from /dev/kmsg, which
 * takes nothing away from anybody. Reads at most KERNEL_LOG_MAX_BYTES and never waits. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define KERNEL_LOG_MAX_BYTES ((size_t)8 << 20)

/* Calls `each` with the text of every message, oldest first. False when it may not be read (it
 * needs CAP_SYSLOG where kernel.dmesg_restrict is set) or there is none. */
bool kernel_log_each(void (*each)(const char *text, void *data), void *data);

/* The line that "irq 69: nobody cared ... Disabling IRQ #69" is about, or -1. */
int kernel_log_disabled_irq(const char *text);
