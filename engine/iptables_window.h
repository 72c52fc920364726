// SPDX-License-Identifier: BSD-2-Clause
/*
 * Columns of the probe iptables, and what may be said of two readings of it.
 *
 * A rule is known by its place. In a table that got or lost one in the window the places moved, and
 * the difference of what stands there is that of two rules.
 */
#pragma once

#include "table.h"

enum iptables_column {
	IPTABLES_NETNS,
	IPTABLES_FAMILY,
	IPTABLES_TABLE,
	IPTABLES_CHAIN,
	IPTABLES_RULE,
	IPTABLES_VERDICT,
	IPTABLES_PACKETS,
	IPTABLES_ENTRIES, /* of the table, those that drop nothing too */
};

/* Takes the rows of tables whose number of entries changed since `first` out of the difference;
 * returns the row of `first` that one of them had, or NULL when none went. */
const struct cell *iptables_keep_unchanged(const struct table *first, struct table *rules);
