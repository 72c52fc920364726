// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a driver tells of its device: settings over ethtool netlink, its own counters over the old
 * ioctl, which is still the only way to those. Only questions are asked; nothing is ever set.
 *
 * Every question takes the rtnl lock and may reach firmware: ask in a child with a deadline, few
 * devices, and seldom.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <netlink/attr.h>
#include <netlink/netlink.h>

#include "error.h"

struct ethtool {
	struct nl_sock *socket;
	int family; /* 0: this kernel has none */
};

int ethtool_open(struct ethtool *ret_ethtool, struct error *err);
void ethtool_close(struct ethtool *ethtool);

/* The answer to one ETHTOOL_MSG_…_GET about a device, to be freed, or NULL when the driver has
 * none. The attributes point into it. */
struct nlmsghdr *ethtool_ask(const struct ethtool *ethtool, uint8_t command, const char *device,
			     struct nlattr **ret_attributes, int max);

/* Calls `each` with every bit of a bitset in its long form that is set. */
void ethtool_each_bit(struct nlattr *bitset, void (*each)(const char *name, void *data),
		      void *data);

#define ETHTOOL_STATISTICS_MAX 16384

/* The driver's counters in its own order and words; returns how many, 0 when it has none. `each` is
 * given names as they are, of at most 32 bytes. */
size_t ethtool_statistics(const char *device,
			  void (*each)(const char *name, uint64_t count, void *data), void *data);
