// SPDX-License-Identifier: BSD-2-Clause
/*
 * The kernel's megaflow table, read twice: flows by their unique id, with counters and whether they
 * drop. Keys are asked for a few only, because each takes the lock that the switch's handlers need.
 *
 * A large table is sampled: of all flows those whose id ends in zeros are kept, the same ones both
 * times, so that what is new and what is gone can be told of the sample. Flows that drop are kept
 * all. A dump that takes too long is cut, and then nothing can be said of new and gone.
 */
#pragma once

#include "evidence.h"
#include "ovs_netlink.h"
#include "probe.h"

enum ovs_flow_fact { OVS_FLOW_TABLES, OVS_FLOWS };

enum {
	TABLE_NETNS,
	TABLE_DATAPATH,
	TABLE_FLOWS,
	TABLE_LISTED,
	TABLE_ONE_IN,
	TABLE_WHOLE,
	TABLE_MOST,
	TABLE_LIMIT,
	TABLE_DUMP_MS,
	TABLE_REFUSED,
	TABLE_EMPTIED,
	TABLE_KNOWN,
	TABLE_FRESH,
	TABLE_GONE,
	TABLE_FRESH_PACKETS,
	TABLE_FRESH_SINGLE,
};

enum {
	FLOW_NETNS,
	FLOW_DATAPATH,
	FLOW_ID,
	FLOW_PACKETS,
	FLOW_BYTES,
	FLOW_DROPS,
	FLOW_TOLD,
	FLOW_FRESH,
	FLOW_IDLE_MS,
	FLOW_DEVICE,
	FLOW_FAMILY,
	FLOW_PROTOCOL,
	FLOW_ADDRESS,
	FLOW_PORT,
	FLOW_KEY,
	FLOW_ACTIONS,
};

extern const struct fact_spec ovs_flow_specs[];

#define OVS_FLOWS_KEPT 8192 /* rows of one reading */

/* One datapath's table: its rows, and the row that counts them. */
int ovs_flows_read(const struct reading *reading, uint32_t datapath, const char *name,
		   uint64_t flows, struct error *err);

/* What the two readings say together: fresh, gone, and only the flows that matter. `first` may be
 * NULL; `tables` are those of `specs`. */
void ovs_flows_window(struct table *const *first, struct table *tables, struct fact *flows);
