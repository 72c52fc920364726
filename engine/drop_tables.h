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
#include "error.h"
#include "netns.h"
#include "symbols.h"
#include "table.h"

struct drop_key;
struct drop_sample;
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
	DROP_CAST,
	DROP_FAMILY,
	DROP_PROTOCOL,
	DROP_REASON,
	DROP_SUBSYSTEM,
	DROP_LOCATION,
	DROP_PACKET,
	DROP_SEGMENT,
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

enum drop_sample_column {
	SAMPLE_T_MS,
	SAMPLE_CPU,
	SAMPLE_NUMBER,
	SAMPLE_NETNS,
	SAMPLE_DEVICE,
	SAMPLE_DIRECTION,
	SAMPLE_REASON,
	SAMPLE_LOCATION,
	SAMPLE_PROCESS,
	SAMPLE_THREAD,
	SAMPLE_LENGTH,
	SAMPLE_MAC_SRC,
	SAMPLE_MAC_DST,
	SAMPLE_ETHERTYPE,
	SAMPLE_VLAN,
	SAMPLE_VLAN_INNER,
	SAMPLE_FAMILY,
	SAMPLE_PROTOCOL,
	SAMPLE_SRC,
	SAMPLE_SPORT,
	SAMPLE_DST,
	SAMPLE_DPORT,
	SAMPLE_TTL,
	SAMPLE_TOS,
	SAMPLE_ID,
	SAMPLE_TCP_FLAGS,
	SAMPLE_TUNNEL,
	SAMPLE_VNI,
	SAMPLE_INNER_PROTOCOL,
	SAMPLE_INNER_SRC,
	SAMPLE_INNER_SPORT,
	SAMPLE_INNER_DST,
	SAMPLE_INNER_DPORT,
	SAMPLE_COLUMNS,
};

/* Each fills `table`, whose columns are those above, sorts it and merges equal rows. */
void drop_kernel_rows(struct table *table, const struct map_entries *drops,
		      const struct drop_names *names);
/* netns, device, reason, packets */
void drop_series_rows(struct table *table, const struct map_entries *drops,
		      const struct drop_names *names);
void drop_tuple_rows(struct table *table, const struct map_entries *tuples,
		     const struct drop_names *names);
/* `stacks` is the map of stacks. */
void drop_stack_rows(struct table *table, const struct map_entries *samples, int stacks,
		     const struct drop_names *names);

/* Columns of the facts, in the order of the enums above. */
extern const struct column_spec drop_kernel_columns[], drop_tuple_columns[], drop_stack_columns[],
	drop_sample_columns[];

/* How many samples each CPU keeps on a host of so many. */
uint32_t drop_samples_each(uint32_t cpus, bool in_full);
/* `samples` is the map of them, `each` of a CPU; `born_ns` is where the run's clock starts on
 * CLOCK_MONOTONIC. */
int drop_sample_rows(struct table *table, int samples, uint32_t each, uint64_t born_ns,
		     const struct drop_names *names, struct error *err);
/* Keeps a few of each place and reason, `keep` in all; returns how many went. */
size_t drop_samples_thin(struct table *table, size_t keep);

/* What other files of these tables share. A buffer is of SYMBOL_MAX bytes. */
const char *drop_netns(const struct drop_names *names, uint32_t inode, char *buffer);
const char *drop_device(const struct drop_names *names, const char *netns, uint32_t ifindex,
			char *buffer);
const char *drop_family(uint8_t family);
const char *drop_protocol(uint8_t family, uint16_t protocol, char *buffer);
