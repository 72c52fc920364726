// SPDX-License-Identifier: BSD-2-Clause
/*
 * What is left of a counter that several sources of rules/data/counter_losses.lua tell of:
 * `within`. What a source told of traffic that is not asked for, or may not be, is in no sum; it is
 * kept here, so that the next source does not take it for a loss that nobody told of.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "evidence.h"
#include "table.h"

/* What is left of the counter that `within` names for a namespace, after what `losses` has of the
 * cause there: a socket's own count starts anew with the socket, and also holds what its filter
 * refused. */
uint64_t ledger_within_left(const struct evidence *evidence, const cJSON *within,
			    const struct table *losses, const char *cause, const char *netns);

/* Losses that are not of the question, or may not be; the caller frees the table. */
struct table *ledger_elsewhere_new(void);
void ledger_elsewhere_add(struct table *elsewhere, const char *cause, const char *netns,
			  uint64_t packets);
/* What its first `rows` rows have of a cause in a namespace. */
uint64_t ledger_elsewhere(const struct table *elsewhere, size_t rows, const char *cause,
			  const char *netns);
