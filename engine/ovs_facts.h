// SPDX-License-Identifier: BSD-2-Clause
/* The tables of an Open vSwitch datapath, filled in by several files. Keys: netns, datapath, then
 * what each row is about. */
#pragma once

#include "fact.h"

enum ovs_fact { OVS_DATAPATHS, OVS_PORTS, OVS_SOCKETS, OVS_METERS };

enum { OVS_NETNS, OVS_NAME, OVS_THIRD }; /* the keys of all of them */

enum {
	DATAPATH_HIT = OVS_THIRD,
	DATAPATH_MISSED,
	DATAPATH_LOST,
	DATAPATH_MASK_HIT,
	DATAPATH_CACHE_HIT,
	DATAPATH_ELAPSED,
	DATAPATH_FLOWS,
	DATAPATH_MASKS,
	DATAPATH_PER_CPU,
};

enum {
	PORT_DEVICE = OVS_THIRD,
	PORT_RX_PACKETS,
	PORT_TX_PACKETS,
	PORT_RX_ERRORS,
	PORT_TX_ERRORS,
	PORT_RX_DROPPED,
	PORT_TX_DROPPED,
	PORT_UPCALLS,
	PORT_UPCALLS_LOST,
	PORT_NUMBER,
	PORT_KIND,
	PORT_LISTENS,
};

enum {
	SOCKET_PORTID = OVS_THIRD,
	SOCKET_DROPS,
	SOCKET_QUEUED,
	SOCKET_THERE,
	SOCKET_CPU,
	SOCKET_DEVICE,
};

enum {
	METER_ID = OVS_THIRD,
	METER_PACKETS,
	METER_BYTES,
	METER_DROPPED,
	METER_TOLD,
};

extern const struct fact_spec ovs_fact_specs[];
