// SPDX-License-Identifier: BSD-2-Clause
/* Sets of CPUs as the kernel writes them: "0-3,8,10-11"; an empty text is the empty set. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CPU_LIST_MAX 8192 /* the most that a kernel can be built for */

struct cpu_list {
	uint64_t bits[CPU_LIST_MAX / 64];
};

/* False, and *ret_list untouched, when it is no such text. */
bool cpu_list_parse(const char *text, struct cpu_list *ret_list);
bool cpu_list_has(const struct cpu_list *list, uint64_t cpu);
unsigned cpu_list_count(const struct cpu_list *list);
