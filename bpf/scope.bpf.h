/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is this packet part of the question? Applied before any map is touched. What is not asked is a
 * constant false here, and gone once the program is loaded.
 */
#pragma once

#include "packet.bpf.h"
#include "place.bpf.h"
#include "scope_filter.h"

/* Frozen before loading. */
const volatile struct scope_filter scope __weak = {};

/* Switched by user space, so that events and counters have the same window. */
bool counting __weak = false;

/* Raised by user space when programs cost too much: of what is sampled, one in 2^widened as much.
 */
__u32 widened __weak = 0;
#define WIDENED_MOST 7

static __always_inline u32 widened_by(void)
{
	return widened & WIDENED_MOST;
}

enum scope_answer { SCOPE_OUT, SCOPE_IN, SCOPE_UNKNOWN };

#define ICMP_HEADER 8
enum icmp_error {
	ICMP_UNREACHABLE = 3,
	ICMP_QUENCH,
	ICMP_REDIRECTED,
	ICMP_EXCEEDED = 11,
	ICMP_BAD
};
enum icmpv6_type { ICMPV6_INFORMATIONAL = 128, ICMPV6_SOLICIT = 135, ICMPV6_ADVERT };

static __always_inline bool in_prefix(const volatile struct scope_filter_prefix *prefix, u8 family,
				      const u64 *address)
{
	return prefix->family == family && (address[0] & prefix->mask[0]) == prefix->value[0] &&
	       (address[1] & prefix->mask[1]) == prefix->value[1];
}

/* None asked means every one fits. */
static __always_inline bool is_source(u8 family, const u64 *address)
{
	for (u32 i = 0; i < SCOPE_FILTER_MAX && i < scope.sources; i++)
		if (in_prefix(&scope.source[i], family, address))
			return true;
	return !scope.sources;
}

static __always_inline bool is_destination(u8 family, const u64 *address)
{
	for (u32 i = 0; i < SCOPE_FILTER_MAX && i < scope.destinations; i++)
		if (in_prefix(&scope.destination[i], family, address))
			return true;
	return !scope.destinations;
}

static __always_inline bool is_source_port(u16 port)
{
	for (u32 i = 0; i < SCOPE_FILTER_MAX && i < scope.source_ports; i++)
		if (scope.source_port[i] == port)
			return true;
	return !scope.source_ports;
}

static __always_inline bool is_destination_port(u16 port)
{
	for (u32 i = 0; i < SCOPE_FILTER_MAX && i < scope.destination_ports; i++)
		if (scope.destination_port[i] == port)
			return true;
	return !scope.destination_ports;
}

/* A port without a protocol means TCP and UDP. */
static __always_inline bool is_protocol(u8 protocol)
{
	switch (protocol) {
	case IPPROTO_TCP:
		return !scope.protocols || scope.protocols & SCOPE_FILTER_TCP;
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
		return !scope.protocols || scope.protocols & SCOPE_FILTER_UDP;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		return scope.source_ports || scope.destination_ports
			       ? false
			       : !scope.protocols || scope.protocols & SCOPE_FILTER_ICMP;
	}
	return !scope.protocols && !scope.source_ports && !scope.destination_ports;
}

static __always_inline bool in_conversation(const struct tuple *tuple)
{
	if (!tuple->family || !is_protocol(tuple->protocol))
		return false;
	if (is_source(tuple->family, tuple->source) &&
	    is_destination(tuple->family, tuple->destination) &&
	    is_source_port(tuple->source_port) && is_destination_port(tuple->destination_port))
		return true;
	return is_source(tuple->family, tuple->destination) &&
	       is_destination(tuple->family, tuple->source) &&
	       is_source_port(tuple->destination_port) && is_destination_port(tuple->source_port);
}

/* ARP and neighbour discovery belong to the conversations of the address they are about. */
static __always_inline bool is_target(u8 family, const u64 *address)
{
	return (scope.sources && is_source(family, address)) ||
	       (scope.destinations && is_destination(family, address));
}

static __always_inline bool neighbour_in_conversation(const struct packet *packet)
{
	u64 target[2];

	return read_packet(target, sizeof(target), packet->transport + ICMP_HEADER, packet->end) &&
	       is_target(6, target);
}

/* What an ICMP error quotes: the packet that it is about. */
static __always_inline bool quoted_in_conversation(const struct packet *packet, bool six)
{
	const u8 *at = packet->transport + ICMP_HEADER;
	struct tuple quoted = {};
	bool readable = false;

	at = six ? read_ipv6(&quoted, at, packet->end, &readable)
		 : read_ipv4(&quoted, at, packet->end, &readable);
	if (at)
		read_ports(&quoted, at, packet->end);
	return in_conversation(&quoted);
}

static __always_inline bool icmp_in_conversation(const struct packet *packet)
{
	u8 type;

	if (!packet->transport || !read_packet(&type, 1, packet->transport, packet->end))
		return false;
	if (packet->tuple.protocol == IPPROTO_ICMP)
		return (type == ICMP_UNREACHABLE || type == ICMP_QUENCH ||
			type == ICMP_REDIRECTED || type == ICMP_EXCEEDED || type == ICMP_BAD) &&
		       quoted_in_conversation(packet, false);
	if (packet->tuple.protocol != IPPROTO_ICMPV6)
		return false;
	if (type == ICMPV6_SOLICIT || type == ICMPV6_ADVERT)
		return neighbour_in_conversation(packet);
	return type < ICMPV6_INFORMATIONAL && quoted_in_conversation(packet, true);
}

static __always_inline enum scope_answer scope_of_tuple(const struct packet *packet)
{
	if (!packet->readable)
		return SCOPE_UNKNOWN;
	if (packet->tuple.ethertype == ETH_P_ARP)
		return is_target(4, packet->tuple.destination) ? SCOPE_IN : SCOPE_OUT;
	return in_conversation(&packet->tuple) || icmp_in_conversation(packet) ? SCOPE_IN
									       : SCOPE_OUT;
}

/* By the addresses alone, before the ports are read. What is no IP may be about an address, and
 * what ICMP quotes has others. */
static __always_inline bool may_be_asked(const struct tuple *tuple)
{
	if (!tuple->family || tuple->protocol == IPPROTO_ICMP || tuple->protocol == IPPROTO_ICMPV6)
		return true;
	return (is_source(tuple->family, tuple->source) &&
		is_destination(tuple->family, tuple->destination)) ||
	       (is_source(tuple->family, tuple->destination) &&
		is_destination(tuple->family, tuple->source));
}

/* Reads the headers as far as it takes to know. */
static __always_inline enum scope_answer read_asked(struct packet *packet,
						    const struct sk_buff *skb)
{
	const u8 *at = find_network(packet, skb);

	read_ip(packet, at);
	if (!may_be_asked(&packet->tuple))
		return SCOPE_OUT;
	if (!packet->tuple.family)
		read_network(packet, at);
	else if (packet->transport)
		read_ports(&packet->tuple, packet->transport, packet->end);
	return scope_of_tuple(packet);
}

/* Of a packet whose namespace is not known the device number must do; user space finds the
 * namespace later, or takes the packet out again. */
static __always_inline enum scope_answer scope_of_device(const struct packet *packet)
{
	if (!packet->ifindex)
		return SCOPE_UNKNOWN;
	for (u32 i = 0; i < SCOPE_FILTER_DEVICES && i < scope.devices; i++)
		if (scope.device[i].ifindex == packet->ifindex &&
		    (!packet->netns || scope.device[i].netns == packet->netns) &&
		    scope_filter_way(scope.direction, packet->outgoing, scope.device[i].vm))
			return SCOPE_IN;
	return SCOPE_OUT;
}

static __always_inline enum scope_answer scope_of_netns(u32 netns, u32 ifindex)
{
	if (!netns)
		return ifindex ? SCOPE_IN : SCOPE_UNKNOWN;
	for (u32 i = 0; i < SCOPE_FILTER_MAX && i < scope.netns; i++)
		if (scope.netns_inode[i] == netns)
			return SCOPE_IN;
	return SCOPE_OUT;
}

static __always_inline enum scope_answer worse(enum scope_answer a, enum scope_answer b)
{
	if (a == SCOPE_OUT || b == SCOPE_OUT)
		return SCOPE_OUT;
	return a == SCOPE_IN ? b : a;
}

static __always_inline enum scope_answer scope_of_place(const struct packet *packet)
{
	enum scope_answer answer = SCOPE_IN;

	if (scope.devices)
		answer = scope_of_device(packet);
	else if (!scope_filter_way(scope.direction, packet->outgoing, false))
		return SCOPE_OUT;
	if (scope.netns)
		answer = worse(answer, scope_of_netns(packet->netns, packet->ifindex));
	return answer;
}

/* Reads the packet as far as it takes to know. What is plainly out is never unknown. */
static __always_inline enum scope_answer read_in_scope(struct packet *packet,
						       const struct sk_buff *skb,
						       const struct sock *receiver)
{
	enum scope_answer answer = SCOPE_IN;

	if (scope.tuples)
		answer = read_asked(packet, skb);
	else
		read_headers(packet, skb);
	if (answer == SCOPE_OUT)
		return answer;
	read_place(packet, skb, receiver);
	return scope.narrow ? worse(answer, scope_of_place(packet)) : SCOPE_IN;
}
