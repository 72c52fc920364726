// SPDX-License-Identifier: BSD-2-Clause
/* Text that grows in a buffer of fixed size and ends with "..." where it did not fit. */
#pragma once

#include <stddef.h>

struct bounded_text {
	char *at;
	size_t room, used;
};

void bounded_add(struct bounded_text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* A comma, but at the beginning and behind an opening bracket. */
void bounded_comma(struct bounded_text *text);
