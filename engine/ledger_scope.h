// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whether a row of a counter belongs to the question.
 *
 * A counter knows less than a packet. What the row tells decides: a device, a port, an address that
 * is not asked for puts it outside. What the scope asks and the row cannot tell leaves it unknown:
 * such losses are nobody's, but they cannot be ruled out either. Its namespaces are those of the
 * scope already; a socket that is bound to no address takes any.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "table.h"

enum counter_scope { COUNTER_IN, COUNTER_UNKNOWN, COUNTER_OUT };

/* `scope` is run.scope of the evidence (NULL: everything), `protocol` that of the counter or NULL.
 */
enum counter_scope counter_in_scope(const cJSON *scope, const struct table *table, size_t row,
				    const char *protocol);
