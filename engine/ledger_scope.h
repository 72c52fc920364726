// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whether a row of a counter belongs to the question.
 *
 * A counter knows less than a packet: what the scope asks and the row cannot tell puts it outside.
 * Its namespaces are those of the scope already; a socket that is bound to no address takes any.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "table.h"

/* `scope` is run.scope of the evidence (NULL: everything), `protocol` that of the counter or NULL.
 */
bool counter_in_scope(const cJSON *scope, const struct table *table, size_t row,
		      const char *protocol);
