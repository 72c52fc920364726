// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whether an entry of rules/data/drop_reasons.lua is for a row, and for how many of its packets.
 *
 * Every key of an entry that is a column of the row's table is a condition: one text, or a list of
 * which one must be the cell's. A text with a "*" is a pattern.
 *
 * An entry with `beside` is for drops that a row of another fact stands beside: the columns `on`
 * agree and its cells are `rows`. With `up_to`, the name of a column, the entry takes no more
 * packets than that cell counted, whichever entries ask for them; what is left is the next
 * entries'. So drops that the kernel does not tell apart are parted as its counters part them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "evidence.h"

/* What was taken of counters so far; starts zeroed, its owner frees `entries`. */
struct ledger_claims {
	struct ledger_claim {
		const struct cell *counter;
		uint64_t packets;
	} * entries;
	size_t count;
};

/* A fact that was measured, or NULL; the name may be NULL. */
const struct fact *ledger_fact(const struct evidence *evidence, const char *name);

/* Whether it is of that cause; a benign entry is of none. */
bool ledger_is_of(const cJSON *entry, const char *cause);

bool ledger_fits(const cJSON *entry, const struct table *table, size_t row);

/* How many of `packets` of a row that fits are the entry's; all of them when it has no `beside`. */
uint64_t ledger_beside(struct ledger_claims *claims, const struct evidence *evidence,
		       const cJSON *entry, const struct table *table, size_t row, uint64_t packets);
