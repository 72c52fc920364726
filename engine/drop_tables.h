// SPDX-License-Identifier: BSD-2-Clause
/*
 * What bpf/packet_drop.bpf.c counted, as rows that people and rules can read: numbers of devices,
 * namespaces, reasons, addresses and code become names. Rows that then say the same are one.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "bpf_map.h"
#include "drop_reasons.h"
#include "netns.h"
#include "symbols.h"
#include "table.h"

struct drop_key;
struct drop_tuple;

/* Where the names come from; owned by others. */
struct drop_names {
	const struct netns_list *namespaces;
	const struct drop_reasons *reasons;
	struct symbols *symbols;
	/* Device names read at the start and at the end: netns, ifindex, device. May be NULL. */
	const struct table *devices[2];
};

enum drop_kernel_column {
	DROP_NETNS,
	DROP_DEVICE,
	DROP_DIRECTION,
	DROP_FAMILY,
	DROP_PROTOCOL,
	DROP_REASON,
	DROP_SUBSYSTEM,
	DROP_LOCATION,
	DROP_PACKETS,
	DROP_BYTES,
	DROP_COLUMNS,
};

enum drop_tuple_column {
	TUPLE_NETNS,
	TUPLE_DEVICE,
	TUPLE_REASON,
	TUPLE_LOCATION,
	TUPLE_FAMILY,
	TUPLE_PROTOCOL,
	TUPLE_SRC,
	TUPLE_SPORT,
	TUPLE_DST,
	TUPLE_DPORT,
	TUPLE_PACKETS,
	TUPLE_COLUMNS,
};

enum drop_stack_column { STACK_REASON, STACK_LOCATION, STACK_STACK, STACK_SAMPLES, STACK_COLUMNS };

/* Each fills `table`, whose columns are those above, sorts it and merges equal rows. */
void drop_kernel_rows(struct table *table, const struct map_entries *drops,
		      const struct drop_names *names);
void drop_tuple_rows(struct table *table, const struct map_entries *tuples,
		     const struct drop_names *names);
/* `stacks` is the map of stacks. */
void drop_stack_rows(struct table *table, const struct map_entries *samples, int stacks,
		     const struct drop_names *names);

/* Sorts, then adds up the counters of rows whose keys are the same. */
void drop_merge_rows(struct table *table);
