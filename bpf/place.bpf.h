/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a packet is: device, namespace and direction. Nothing is assumed: the device pointer may be
 * no pointer at all.
 */
#pragma once

#include "packet.bpf.h"

/* The lowest inode number of a namespace; the first ones are fixed since 6.18, below the rest. */
#define NAMESPACE_INODE_MIN 0xefffff00u
#define IFINDEX_LIMIT (1 << 24)
/* A route in _skb_refdst has flags in its lowest bits. */
#define ROUTE_FLAGS 7ul

/* In socket queues, qdisc trees and the like the field holds something else. */
static __always_inline bool kernel_pointer(const void *pointer)
{
	return (u64)pointer >> 56 == 0xff;
}

static __always_inline u32 netns_inode(const struct net *net)
{
	u32 inode;

	if (!kernel_pointer(net))
		return 0;
	inode = BPF_CORE_READ(net, ns.inum);
	return inode >= NAMESPACE_INODE_MIN ? inode : 0;
}

static __always_inline bool read_device(const struct net_device *dev, u32 *ret_ifindex,
					u32 *ret_netns)
{
	u32 inode;
	int ifindex;

	if (!kernel_pointer(dev))
		return false;
	ifindex = BPF_CORE_READ(dev, ifindex);
	if (ifindex <= 0 || ifindex >= IFINDEX_LIMIT)
		return false;
	inode = netns_inode(BPF_CORE_READ(dev, nd_net.net));
	if (!inode)
		return false;
	*ret_ifindex = ifindex;
	*ret_netns = inode;
	return true;
}

/* Of one that the hook itself hands over, read in place. */
static __always_inline u32 given_netns(const struct net *net)
{
	u32 inode = net->ns.inum;

	return inode >= NAMESPACE_INODE_MIN ? inode : 0;
}

/* The same for a device that the hook itself hands over, or its packet before it is queued
 * anywhere: a pointer of the kernel's that is read in place, without a helper for each step. */
static __always_inline bool given_device(const struct net_device *dev, u32 *ret_ifindex,
					 u32 *ret_netns)
{
	int ifindex = dev->ifindex;
	u32 inode = dev->nd_net.net->ns.inum;

	if (ifindex <= 0 || ifindex >= IFINDEX_LIMIT || inode < NAMESPACE_INODE_MIN)
		return false;
	*ret_ifindex = ifindex;
	*ret_netns = inode;
	return true;
}

static __always_inline u32 sock_netns(const struct sock *sk)
{
	return netns_inode(BPF_CORE_READ(sk, __sk_common.skc_net.net));
}

/*
 * Outgoing: made here, or on its way out of another device than it came in by. A device that hands
 * a frame up has already moved past its link header; one that is to send it starts with it.
 */
static __always_inline bool is_outgoing(const struct sk_buff *skb, u32 device, u32 iif)
{
	u16 mac = skb->mac_header;
	const u8 *start = skb->head + mac;

	if (device && iif)
		return device != iif;
	if (mac == HEADER_UNSET)
		return !iif;
	return start == skb->data;
}

/* For a packet without a device: where it came in, else where its route would take it; and whose
 * namespace the socket or the route is in. */
static __always_inline void guess_place(struct packet *packet, const struct sk_buff *skb,
					const struct sock *receiver)
{
	unsigned long route = skb->_skb_refdst & ~ROUTE_FLAGS;
	const struct sock *sk = BPF_CORE_READ(skb, sk);
	u32 out = 0;

	if (kernel_pointer((void *)route))
		read_device(BPF_CORE_READ((struct dst_entry *)route, dev), &out, &packet->netns);
	packet->ifindex = skb->skb_iif ? skb->skb_iif : out;
	if (receiver)
		packet->netns = sock_netns(receiver);
	else if (kernel_pointer(sk))
		packet->netns = sock_netns(sk);
}

/* Device, namespace and direction. */
static __always_inline void read_place(struct packet *packet, const struct sk_buff *skb,
				       const struct sock *receiver)
{
	const struct net_device *dev = BPF_CORE_READ(skb, dev);
	bool device = read_device(dev, &packet->ifindex, &packet->netns);

	packet->outgoing = is_outgoing(skb, packet->ifindex, skb->skb_iif);
	if (!device)
		guess_place(packet, skb, receiver);
}
