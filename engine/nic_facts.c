// SPDX-License-Identifier: BSD-2-Clause
#include "nic_facts.h"

#include "nic_lost.h"

static const struct column_spec link_columns[] = {
	[NIC_NETNS] = { "netns", COLUMN_KEY, NULL },
	[NIC_DEVICE] = { "device", COLUMN_LASTING, NULL },
	[LINK_RX_PACKETS] = { "rx_packets", COLUMN_COUNTER, "packets" },
	[LINK_TX_PACKETS] = { "tx_packets", COLUMN_COUNTER, "packets" },
	[LINK_RX_BYTES] = { "rx_bytes", COLUMN_COUNTER, "bytes" },
	[LINK_TX_BYTES] = { "tx_bytes", COLUMN_COUNTER, "bytes" },
	[LINK_RX_ERRORS] = { "rx_errors", COLUMN_COUNTER, "packets" },
	[LINK_TX_ERRORS] = { "tx_errors", COLUMN_COUNTER, "packets" },
	[LINK_RX_MISSED] = { "rx_missed", COLUMN_COUNTER, "packets" },
	[LINK_RX_CRC] = { "rx_crc", COLUMN_COUNTER, "packets" },
	[LINK_RX_FRAME] = { "rx_frame", COLUMN_COUNTER, "packets" },
	[LINK_RX_LENGTH] = { "rx_length", COLUMN_COUNTER, "packets" },
	[LINK_RX_OVER] = { "rx_over", COLUMN_COUNTER, "packets" },
	[LINK_TX_CARRIER] = { "tx_carrier", COLUMN_COUNTER, "packets" },
	[LINK_CARRIER_CHANGES] = { "carrier_changes", COLUMN_COUNTER, "count" },
	[LINK_ELAPSED] = { "elapsed", COLUMN_COUNTER, "us" },
	[LINK_UP] = { "up", COLUMN_VALUE, NULL },
	[LINK_CARRIER] = { "carrier", COLUMN_VALUE, NULL },
	[LINK_SPEED] = { "speed_mbit", COLUMN_VALUE, "per_s" },
	[LINK_DUPLEX] = { "duplex", COLUMN_VALUE, NULL },
	[LINK_AUTONEG] = { "autoneg", COLUMN_VALUE, NULL },
	[LINK_DRIVER] = { "driver", COLUMN_VALUE, NULL },
	[LINK_NUMA] = { "numa", COLUMN_VALUE, "count" },
	[LINK_RX_QUEUES] = { "rx_queues", COLUMN_VALUE, "count" },
	[LINK_TX_QUEUES] = { "tx_queues", COLUMN_VALUE, "count" },
	[LINK_MASTER] = { "master", COLUMN_VALUE, NULL },
	[LINK_STATISTICS] = { "statistics", COLUMN_VALUE, "count" },
	{ 0 },
};

#define OF_DEVICE                          \
	{ "netns", COLUMN_KEY, NULL },     \
	{                                  \
		"device", COLUMN_KEY, NULL \
	}

static const struct column_spec ring_columns[] = {
	OF_DEVICE,
	{ "rx", COLUMN_VALUE, "slots" },
	{ "rx_max", COLUMN_VALUE, "slots" },
	{ "tx", COLUMN_VALUE, "slots" },
	{ "tx_max", COLUMN_VALUE, "slots" },
	{ 0 },
};

static const struct column_spec queue_columns[] = {
	OF_DEVICE,
	{ "combined", COLUMN_VALUE, "count" },
	{ "combined_max", COLUMN_VALUE, "count" },
	{ "rx", COLUMN_VALUE, "count" },
	{ "rx_max", COLUMN_VALUE, "count" },
	{ "tx", COLUMN_VALUE, "count" },
	{ "tx_max", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct column_spec feature_columns[] = {
	OF_DEVICE,
	{ "feature", COLUMN_KEY, NULL },
	{ "active", COLUMN_VALUE, NULL },
	{ "possible", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec coalescing_columns[] = {
	OF_DEVICE,
	{ "rx_us", COLUMN_VALUE, "us" },
	{ "tx_us", COLUMN_VALUE, "us" },
	{ "rx_frames", COLUMN_VALUE, "packets" },
	{ "tx_frames", COLUMN_VALUE, "packets" },
	{ "adaptive_rx", COLUMN_VALUE, NULL },
	{ "adaptive_tx", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec statistic_columns[] = {
	OF_DEVICE,
	[STATISTIC_NAME] = { "name", COLUMN_KEY, NULL },
	[STATISTIC_QUEUE] = { "queue", COLUMN_KEY, "count" },
	[STATISTIC_COUNT] = { "count", COLUMN_COUNTER, "count" },
	[STATISTIC_MEANING] = { "meaning", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct column_spec traffic_columns[] = {
	OF_DEVICE,
	[QUEUE_QUEUE] = { "queue", COLUMN_KEY, "count" },
	[QUEUE_RX_PACKETS] = { "rx_packets", COLUMN_COUNTER, "packets" },
	[QUEUE_TX_PACKETS] = { "tx_packets", COLUMN_COUNTER, "packets" },
	[QUEUE_RX_LOST] = { "rx_lost", COLUMN_COUNTER, "packets" },
	[QUEUE_TX_TIMEOUTS] = { "tx_timeouts", COLUMN_COUNTER, "count" },
	{ 0 },
};

static const struct column_spec lost_columns[] = {
	OF_DEVICE,
	[LOST_MEANING] = { "meaning", COLUMN_KEY, NULL },
	[LOST_PACKETS] = { "packets", COLUMN_VALUE, "packets" },
	{ 0 },
};

const struct fact_spec nic_fact_specs[] = {
	[NIC_LINKS] = { "nic.links",
			"each uplink: what it carried, what was broken, and how it is connected",
			link_columns },
	[NIC_RINGS] = { "nic.rings", "descriptor rings of each uplink, and the largest possible",
			ring_columns },
	[NIC_QUEUES] = { "nic.queues", "queues of each uplink, and the most possible",
			 queue_columns },
	[NIC_FEATURES_FACT] = { "nic.features", "offloads of each uplink", feature_columns },
	[NIC_COALESCING] = { "nic.coalescing", "interrupt coalescing of each uplink",
			     coalescing_columns },
	[NIC_STATISTICS] = { "nic.statistics",
			     "the driver's own counters that moved, with a meaning where the name "
			     "is known",
			     statistic_columns },
	[NIC_QUEUE_TRAFFIC] = { "nic.queue_traffic", "packets of each queue of each uplink",
				traffic_columns },
	[NIC_LOST] = { "nic.lost",
		       "packets that each uplink lost, once for each way of losing them, from its "
		       "link's and its driver's counters",
		       lost_columns },
	{ 0 },
};
