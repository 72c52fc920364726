// SPDX-License-Identifier: BSD-2-Clause
/*
 * The kernel's own functions by address, without those of modules: some 60,000, which never change
 * while it runs. In 2 to 3 MiB, because only the lower half of an address is kept.
 *
 * They are added in the order of their addresses, as /proc/kallsyms has them; what is not in order,
 * or too far from the first, is left out.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct kernel_text {
	uint64_t base;
	struct kernel_function {
		uint32_t offset; /* from base */
		uint32_t name;   /* where it begins in `names` */
	} * functions;
	size_t count, room;
	char *names;
	size_t names_used, names_room;
};

/* Of several names of one address the first is kept. */
void kernel_text_add(struct kernel_text *text, uint64_t start, const char *name);
/* NULL for an address before the first function, or in the last or behind it. */
const char *kernel_text_find(const struct kernel_text *text, uint64_t address, uint64_t *ret_start);
void kernel_text_clear(struct kernel_text *text);
