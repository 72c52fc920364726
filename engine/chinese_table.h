// SPDX-License-Identifier: BSD-2-Clause
/* The pairs of engine/chinese.text, read once. */
#pragma once

#include <stddef.h>

struct chinese_pair {
	char *english, *chinese;
	size_t solid; /* characters of the English that are in no hole */
};

/* Those with the most solid text first. Lives as long as the program. */
const struct chinese_pair *chinese_pairs(size_t *ret_count);
/* Length of the hole of a printf format at `at` ("%s", "%1$zu", "%.*s"), 0 when there is none. */
size_t chinese_hole(const char *at);
