// SPDX-License-Identifier: BSD-2-Clause
/*
 * Meters of a datapath. The kernel lists none: they are asked for by number, and each question
 * takes the lock of the datapath. ovs-vswitchd gives them numbers from 0 on, so a few numbers
 * without a meter are the end.
 */
#pragma once

#include "ovs_netlink.h"
#include "ovs_ports.h"
#include "probe.h"

int ovs_read_meters(const struct reading *reading, const struct ovs *ovs,
		    const struct ovs_datapath *datapath, struct error *err);
