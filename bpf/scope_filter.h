/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * The scope of a run as the programs see it: constants, frozen before they are loaded, so that the
 * verifier removes what is not asked. Zero everywhere means everything is in scope.
 *
 * Addresses are 16 bytes in network order, IPv4 in the first four, already masked.
 */
#pragma once

#include <linux/types.h>

#define SCOPE_FILTER_MAX 8
#define SCOPE_FILTER_DEVICES 32

struct scope_filter_prefix {
	__u64 value[2];
	__u64 mask[2];
	__u32 family; /* 4 or 6 */
	__u32 unused;
};

struct scope_filter_device {
	__u32 netns;
	__u32 ifindex;
	__u32 vm; /* a VM's interface: what the VM sends arrives on it */
};

struct scope_filter {
	__u32 narrow; /* anything below is set */
	__u32 tuples; /* addresses, ports or protocols are asked */
	__u32 sources, destinations;
	__u32 source_ports, destination_ports;
	__u32 protocols; /* bits SCOPE_FILTER_* */
	__u32 direction; /* 0, SCOPE_FILTER_TX or SCOPE_FILTER_RX */
	__u32 devices, netns;
	struct scope_filter_prefix source[SCOPE_FILTER_MAX];
	struct scope_filter_prefix destination[SCOPE_FILTER_MAX];
	__u16 source_port[SCOPE_FILTER_MAX]; /* host order */
	__u16 destination_port[SCOPE_FILTER_MAX];
	struct scope_filter_device device[SCOPE_FILTER_DEVICES];
	__u32 netns_inode[SCOPE_FILTER_MAX];
};

#define SCOPE_FILTER_TCP 1u
#define SCOPE_FILTER_UDP 2u
#define SCOPE_FILTER_ICMP 4u

#define SCOPE_FILTER_TX 1u
#define SCOPE_FILTER_RX 2u

/* Whether a packet that the device sends (outgoing) or receives goes the way that is asked: tx is
 * what leaves this host or, on a VM's interface, that VM. */
static inline __attribute__((always_inline)) int scope_filter_way(__u32 direction, int outgoing,
								  int vm)
{
	return !direction || (!outgoing == !vm) == (direction == SCOPE_FILTER_RX);
}
