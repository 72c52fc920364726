// SPDX-License-Identifier: BSD-2-Clause
/*
 * Ports of a datapath, and the sockets that their upcalls go to: one list per CPU for the whole
 * datapath (5.15, b83d23a2a38b "openvswitch: Introduce per-cpu upcall dispatch", with OVS 2.16), or
 * one list per port.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "ovs_netlink.h"
#include "probe.h"

struct ovs_datapath {
	char *name;
	uint32_t number;
	bool per_cpu;
	uint32_t *sockets; /* of each CPU, when it is per CPU */
	size_t cpus;
};

void ovs_datapath_clear(struct ovs_datapath *datapath);
void ovs_take_cpu_sockets(struct ovs_datapath *datapath, const struct nlattr *attribute);
int ovs_read_ports(const struct reading *reading, const struct ovs *ovs,
		   const struct ovs_datapath *datapath, struct error *err);

struct evidence;
/* True when a drop in the datapath is a drop event with a reason on this kernel: 6.6, 9d802da40b7c
 * ("net: openvswitch: add last-action drop reason"). */
bool ovs_drops_told(const struct session *session, const struct evidence *evidence);
