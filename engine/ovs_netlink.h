// SPDX-License-Identifier: BSD-2-Clause
/*
 * Questions to the kernel's Open vSwitch datapath over generic netlink; nothing is ever set.
 *
 * Asked only where the module is loaded already. Listing datapaths and asking for one flow or meter
 * take the lock that the switch's handlers need for every new flow: few of these, and short.
 * Listing ports and flows does not take it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <linux/openvswitch.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "error.h"
#include "generic.h"

enum ovs_family { OVS_DATAPATH, OVS_VPORT, OVS_FLOW, OVS_METER, OVS_FAMILIES };

/* Newer than some headers: 6.3, 1933ea365aa7 ("net: openvswitch: Add support to count upcall
 * packets"). */
#define OVS_PORT_UPCALL_STATS 10
#define OVS_PORT_UPCALL_DELIVERED 1
#define OVS_PORT_UPCALL_LOST 2
#define OVS_PORT_ATTRIBUTES 10

struct ovs {
	struct nl_sock *socket;
	struct generic_family families[OVS_FAMILIES];
};

/* Looks at /sys, asks nobody. */
bool ovs_loaded(void);
int ovs_open(struct ovs *ret_ovs, struct error *err);
void ovs_close(struct ovs *ovs);

/* A question about the datapath with that number (0: all), to which attributes can be added. */
struct nl_msg *ovs_question(const struct ovs *ovs, enum ovs_family family, uint8_t command,
			    uint32_t datapath, int flags);

/* An answer: whose it is, and its attributes up to the `max` that was asked for. */
struct ovs_answer {
	uint32_t datapath;
	struct nlattr **attributes;
};

typedef void (*ovs_each)(const struct ovs_answer *answer, void *data);

/* Takes the message and calls `each` with every answer. 0, or libnl's negative code. */
int ovs_ask(const struct ovs *ovs, struct nl_msg *owned, int max, ovs_each each, void *data);
/* The same for a dump that may be long: gives up after `limit_ms`, or when `each` returns false,
 * and then returns 1; the socket is of no more use after that. */
int ovs_ask_within(const struct ovs *ovs, struct nl_msg *owned, int max,
		   bool (*each)(const struct ovs_answer *answer, void *data), void *data,
		   int limit_ms);

static inline void ovs_cleanup(struct ovs *ovs)
{
	if (ovs->socket)
		ovs_close(ovs);
}
#define cleanup_ovs __attribute__((cleanup(ovs_cleanup)))
