/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a packet says, read from wherever it happens to be in the stack: addresses and ports. The
 * headers may not be there yet, or not be where they should.
 */
#pragma once

#include "compat.bpf.h"

#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>

#include <bpf/bpf_endian.h>

#define HEADER_UNSET 0xffff
#define EXTENSION_HEADERS 6
#define FRAGMENT_OFFSET 0x1fff

struct tuple {
	u64 source[2], destination[2]; /* network order, IPv4 in the first four bytes */
	u16 source_port, destination_port;
	u16 ethertype;
	u8 family; /* 4, 6, or 0 */
	u8 protocol;
	u8 hops; /* left: TTL or hop limit */
};

struct packet {
	struct tuple tuple;
	const u8 *network;
	const u8 *transport; /* behind the IP headers, or NULL */
	const u8 *end;       /* of what lies in one piece */
	u32 netns, ifindex;  /* 0 = unknown */
	bool outgoing;
	bool readable; /* the headers of its ethertype were there */
};

static __always_inline bool is_multicast(const struct tuple *tuple)
{
	u8 first = *(const u8 *)tuple->destination;

	return tuple->family == 4 ? (first & 0xf0) == 0xe0 : tuple->family == 6 && first == 0xff;
}

struct arp_addresses {
	u8 sender[4];
	u8 target_hardware[6];
	u8 target[4];
} __attribute__((packed));

static __always_inline bool read_packet(void *to, u32 size, const u8 *from, const u8 *end)
{
	return from + size <= end && !bpf_probe_read_kernel(to, size, from);
}

static __always_inline void read_ports(struct tuple *tuple, const u8 *transport, const u8 *end)
{
	__be16 ports[2];

	switch (tuple->protocol) {
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_SCTP:
	case IPPROTO_UDPLITE:
	case IPPROTO_DCCP:
		if (read_packet(ports, sizeof(ports), transport, end)) {
			tuple->source_port = bpf_ntohs(ports[0]);
			tuple->destination_port = bpf_ntohs(ports[1]);
		}
	}
}

/* Each returns where the transport header is; NULL when there is none to read. */
static __always_inline const u8 *read_ipv4(struct tuple *tuple, const u8 *at, const u8 *end,
					   bool *ret_readable)
{
	struct iphdr ip;

	if (!read_packet(&ip, sizeof(ip), at, end) || ip.version != 4 || ip.ihl < 5)
		return NULL;
	*ret_readable = true;
	tuple->family = 4;
	tuple->protocol = ip.protocol;
	tuple->hops = ip.ttl;
	tuple->source[0] = tuple->destination[0] = 0;
	__builtin_memcpy(tuple->source, &ip.saddr, 4);
	__builtin_memcpy(tuple->destination, &ip.daddr, 4);
	return ip.frag_off & bpf_htons(FRAGMENT_OFFSET) ? NULL : at + 4 * ip.ihl;
}

static __always_inline const u8 *skip_extensions(struct tuple *tuple, const u8 *at, const u8 *end)
{
	u8 header[8];

	for (int i = 0; i < EXTENSION_HEADERS; i++) {
		switch (tuple->protocol) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS:
		case IPPROTO_FRAGMENT:
		case IPPROTO_AH:
			break;
		default:
			return at;
		}
		if (!read_packet(header, sizeof(header), at, end))
			return NULL;
		if (tuple->protocol == IPPROTO_FRAGMENT) {
			at += sizeof(header);
			if (header[2] || header[3] & 0xf8) {
				tuple->protocol = header[0];
				return NULL;
			}
		} else if (tuple->protocol == IPPROTO_AH) {
			at += 4 * (header[1] + 2);
		} else {
			at += 8 * (header[1] + 1);
		}
		tuple->protocol = header[0];
	}
	return NULL;
}

static __always_inline const u8 *read_ipv6(struct tuple *tuple, const u8 *at, const u8 *end,
					   bool *ret_readable)
{
	struct ipv6hdr ip;

	if (!read_packet(&ip, sizeof(ip), at, end) || ip.version != 6)
		return NULL;
	*ret_readable = true;
	tuple->family = 6;
	tuple->protocol = ip.nexthdr;
	tuple->hops = ip.hop_limit;
	__builtin_memcpy(tuple->source, &ip.saddr, 16);
	__builtin_memcpy(tuple->destination, &ip.daddr, 16);
	return skip_extensions(tuple, at + sizeof(ip), end);
}

/* Sender and target, so that a question for an address belongs to its conversations. */
static __always_inline bool read_arp(struct tuple *tuple, const u8 *at, const u8 *end)
{
	struct arp_addresses arp;

	if (!read_packet(&arp, sizeof(arp), at + 14, end))
		return false;
	__builtin_memcpy(tuple->source, arp.sender, 4);
	__builtin_memcpy(tuple->destination, arp.target, 4);
	return true;
}

enum segment {
	SEGMENT_OTHER,
	SEGMENT_ACK, /* carries nothing of its stream: an acknowledgement, a keepalive, a probe */
	SEGMENT_SYN, /* asks for a connection */
	SEGMENT_FIN, /* ends its stream */
};

/* `paged` bytes of the packet lie elsewhere than before `end`. */
static __always_inline enum segment read_segment(const struct packet *packet, u32 paged)
{
	struct tcphdr tcp;

	if (packet->tuple.protocol != IPPROTO_TCP || !packet->transport ||
	    !read_packet(&tcp, sizeof(tcp), packet->transport, packet->end))
		return SEGMENT_OTHER;
	if (tcp.syn && !tcp.ack)
		return SEGMENT_SYN;
	if (tcp.fin && !tcp.syn && !tcp.rst)
		return SEGMENT_FIN;
	if (!tcp.syn && !tcp.fin && !tcp.rst && !paged &&
	    packet->transport + 4 * tcp.doff == packet->end)
		return SEGMENT_ACK;
	return SEGMENT_OTHER;
}

/* The IP header alone: what it is for decides whether the ports are worth reading. */
static __always_inline void read_ip(struct packet *packet, const u8 *at)
{
	struct tuple *tuple = &packet->tuple;

	packet->network = at;
	if (tuple->ethertype == ETH_P_IP)
		packet->transport = read_ipv4(tuple, at, packet->end, &packet->readable);
	else if (tuple->ethertype == ETH_P_IPV6)
		packet->transport = read_ipv6(tuple, at, packet->end, &packet->readable);
}

static __always_inline void read_network(struct packet *packet, const u8 *at)
{
	struct tuple *tuple = &packet->tuple;

	read_ip(packet, at);
	switch (tuple->ethertype) {
	case ETH_P_IP:
	case ETH_P_IPV6:
		break;
	case ETH_P_ARP:
		packet->readable = read_arp(tuple, at, packet->end);
		break;
	default: /* nothing in it that a scope could ask for */
		packet->readable = true;
	}
	if (packet->transport)
		read_ports(tuple, packet->transport, packet->end);
}

/* Where a tag stands in the frame, the real type is behind it. */
static __always_inline const u8 *skip_tags(struct tuple *tuple, const u8 *mac, const u8 *end)
{
	const u8 *at = mac + 2 * ETH_ALEN;
	__be16 type;

	for (int i = 0; i < 3; i++) {
		if (!read_packet(&type, sizeof(type), at, end))
			break;
		at += sizeof(type);
		tuple->ethertype = bpf_ntohs(type);
		if (tuple->ethertype != ETH_P_8021Q && tuple->ethertype != ETH_P_8021AD)
			break;
		at += sizeof(type);
	}
	return at;
}

/* A packet that nobody gave a type yet, as the sender's own: told by its first four bits. */
static __always_inline u16 guess_type(const u8 *at, const u8 *end)
{
	u8 first;

	if (!read_packet(&first, sizeof(first), at, end))
		return 0;
	return first >> 4 == 4 ? ETH_P_IP : first >> 4 == 6 ? ETH_P_IPV6 : 0;
}

static __always_inline const u8 *find_network(struct packet *packet, const struct sk_buff *skb)
{
	struct tuple *tuple = &packet->tuple;
	const u8 *head = skb->head, *data = skb->data;
	u16 network = skb->network_header, mac = skb->mac_header;

	packet->end = head + skb->tail;
	tuple->ethertype = bpf_ntohs(skb->protocol);
	if (tuple->ethertype == ETH_P_8021Q || tuple->ethertype == ETH_P_8021AD)
		if (mac != HEADER_UNSET)
			return skip_tags(tuple, head + mac, packet->end);
	if (!tuple->ethertype && network)
		tuple->ethertype = guess_type(head + network, packet->end);
	if (network)
		return head + network;
	return mac != HEADER_UNSET && head + mac == data ? data + ETH_HLEN : data;
}

static __always_inline void read_headers(struct packet *packet, const struct sk_buff *skb)
{
	read_network(packet, find_network(packet, skb));
}
