// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_facts.h"

#define KEYS \
	[OVS_NETNS] = { "netns", COLUMN_KEY, NULL }, [OVS_NAME] = { "datapath", COLUMN_KEY, NULL }

static const struct column_spec datapath_columns[] = {
	KEYS,
	[DATAPATH_HIT] = { "hit", COLUMN_COUNTER, "packets" },
	[DATAPATH_MISSED] = { "missed", COLUMN_COUNTER, "packets" },
	[DATAPATH_LOST] = { "lost", COLUMN_COUNTER, "packets" },
	[DATAPATH_MASK_HIT] = { "mask_hit", COLUMN_COUNTER, "count" },
	[DATAPATH_CACHE_HIT] = { "cache_hit", COLUMN_COUNTER, "packets" },
	[DATAPATH_ELAPSED] = { "elapsed", COLUMN_COUNTER, "us" },
	[DATAPATH_FLOWS] = { "flows", COLUMN_VALUE, "entries" },
	[DATAPATH_MASKS] = { "masks", COLUMN_VALUE, "entries" },
	[DATAPATH_PER_CPU] = { "per_cpu", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec port_columns[] = {
	KEYS,
	[PORT_DEVICE] = { "device", COLUMN_LASTING, NULL },
	[PORT_RX_PACKETS] = { "rx_packets", COLUMN_COUNTER, "packets" },
	[PORT_TX_PACKETS] = { "tx_packets", COLUMN_COUNTER, "packets" },
	[PORT_RX_ERRORS] = { "rx_errors", COLUMN_COUNTER, "packets" },
	[PORT_TX_ERRORS] = { "tx_errors", COLUMN_COUNTER, "packets" },
	[PORT_RX_DROPPED] = { "rx_dropped", COLUMN_COUNTER, "packets" },
	[PORT_TX_DROPPED] = { "tx_dropped", COLUMN_COUNTER, "packets" },
	[PORT_UPCALLS] = { "upcalls", COLUMN_COUNTER, "packets" },
	[PORT_UPCALLS_LOST] = { "upcalls_lost", COLUMN_COUNTER, "packets" },
	[PORT_NUMBER] = { "number", COLUMN_VALUE, NULL },
	[PORT_KIND] = { "kind", COLUMN_VALUE, NULL },
	[PORT_LISTENS] = { "listens", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec socket_columns[] = {
	KEYS,
	[SOCKET_PORTID] = { "portid", COLUMN_KEY, NULL },
	[SOCKET_DROPS] = { "drops", COLUMN_COUNTER, "packets" },
	[SOCKET_QUEUED] = { "queued", COLUMN_VALUE, "bytes" },
	[SOCKET_THERE] = { "there", COLUMN_VALUE, NULL },
	[SOCKET_CPU] = { "cpu", COLUMN_VALUE, "count" },
	[SOCKET_DEVICE] = { "device", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec meter_columns[] = {
	KEYS,
	[METER_ID] = { "meter", COLUMN_KEY, NULL },
	[METER_PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[METER_BYTES] = { "bytes", COLUMN_COUNTER, "bytes" },
	[METER_DROPPED] = { "dropped", COLUMN_COUNTER, "packets" },
	[METER_TOLD] = { "told", COLUMN_VALUE, NULL },
	{ 0 },
};

const struct fact_spec ovs_fact_specs[] = {
	[OVS_DATAPATHS] = { "ovs.datapaths",
			    "Open vSwitch datapaths: packets that found a flow, that did not, and "
			    "that could not be handed to ovs-vswitchd",
			    datapath_columns },
	[OVS_PORTS] = { "ovs.ports", "ports of each datapath and what they carried", port_columns },
	[OVS_SOCKETS] = { "ovs.sockets", "sockets that upcalls go to: there or not, waiting, lost",
			  socket_columns },
	[OVS_METERS] = { "ovs.meters", "meters of each datapath, and what they dropped",
			 meter_columns },
	{ 0 },
};
