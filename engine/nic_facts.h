// SPDX-License-Identifier: BSD-2-Clause
/* The columns of the facts about NICs, shared by the files that fill them. */
#pragma once

#include "fact.h"

enum nic_fact {
	NIC_LINKS,
	NIC_RINGS,
	NIC_QUEUES,
	NIC_FEATURES_FACT,
	NIC_COALESCING,
	NIC_STATISTICS,
	NIC_QUEUE_TRAFFIC,
	NIC_LOST,
};

/* The first two columns of each. */
enum { NIC_NETNS, NIC_DEVICE, NIC_FIRST };

enum nic_link_column {
	LINK_RX_PACKETS = NIC_FIRST,
	LINK_TX_PACKETS,
	LINK_RX_BYTES,
	LINK_TX_BYTES,
	LINK_RX_ERRORS,
	LINK_TX_ERRORS,
	LINK_RX_MISSED,
	LINK_RX_CRC,
	LINK_RX_FRAME,
	LINK_RX_LENGTH,
	LINK_RX_OVER,
	LINK_TX_CARRIER,
	LINK_CARRIER_CHANGES,
	LINK_ELAPSED,
	LINK_UP,
	LINK_CARRIER,
	LINK_SPEED, /* nic_link_modes() fills three from here on */
	LINK_DUPLEX,
	LINK_AUTONEG,
	LINK_DRIVER,
	LINK_NUMA,
	LINK_RX_QUEUES,
	LINK_TX_QUEUES,
	LINK_MASTER,
	LINK_STATISTICS, /* how many counters the driver told */
};

enum nic_statistic_column {
	STATISTIC_NAME = NIC_FIRST,
	STATISTIC_QUEUE,
	STATISTIC_COUNT,
	STATISTIC_MEANING
};

enum nic_queue_column {
	QUEUE_QUEUE = NIC_FIRST,
	QUEUE_RX_PACKETS,
	QUEUE_TX_PACKETS,
	QUEUE_RX_LOST,
	QUEUE_TX_TIMEOUTS,
};

extern const struct fact_spec nic_fact_specs[];
