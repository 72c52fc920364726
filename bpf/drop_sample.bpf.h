/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One dropped packet in full: link, tags (those that the card keeps beside the frame included),
 * network and transport, and what a VXLAN or Geneve header hides. For a few packets only.
 */
#pragma once

#include "packet.bpf.h"
#include "packet_drop.h"

#define VXLAN_PORT 4789
#define VXLAN_PORT_BEFORE_IANA 8472 /* still the default of Linux */
#define GENEVE_PORT 6081
#define GENEVE_OPTIONS 0x3f /* in units of four bytes */
#define UDP_HEADER 8
#define TUNNEL_HEADER 8 /* both kinds */
#define TCP_FLAGS 13

/* Of a CPU; the size of the map. Frozen before loading. */
const volatile __u32 drop_samples_each = DROP_SAMPLES_MOST;

/* Each CPU writes to its own: a drop in an interrupt takes the next place, never the same. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, DROP_SAMPLES_MOST);
	__type(key, u32);
	__type(value, struct drop_sample);
} drop_samples SEC(".maps");

static __always_inline void sample_conversation(struct drop_conversation *to,
						const struct tuple *tuple)
{
	__builtin_memcpy(to->source, tuple->source, sizeof(to->source));
	__builtin_memcpy(to->destination, tuple->destination, sizeof(to->destination));
	to->source_port = tuple->source_port;
	to->destination_port = tuple->destination_port;
	to->family = tuple->family;
	to->protocol = tuple->protocol;
}

static __always_inline void add_tag(struct drop_sample *sample, u32 *tags, u16 type, u16 tag)
{
	if (*tags >= DROP_SAMPLE_TAGS)
		return;
	sample->tag_type[*tags & 1] = type;
	sample->tag[*tags & 1] = tag;
	++*tags;
}

static __always_inline void sample_link(struct drop_sample *sample, const struct packet *packet,
					const struct sk_buff *skb)
{
	const u8 *mac = skb->head + skb->mac_header;
	__be16 type, tag;
	u32 tags = 0;

	if (compat_tag_beside_frame(skb))
		add_tag(sample, &tags, bpf_ntohs(skb->vlan_proto), skb->vlan_tci);
	if (skb->mac_header == HEADER_UNSET || mac + ETH_HLEN > packet->end ||
	    mac == packet->network)
		return;
	sample->mac = !bpf_probe_read_kernel(sample->mac_destination, ETH_ALEN, mac) &&
		      !bpf_probe_read_kernel(sample->mac_source, ETH_ALEN, mac + ETH_ALEN);
	mac += 2 * ETH_ALEN;
	for (int i = 0; i < DROP_SAMPLE_TAGS; i++, mac += 4) {
		if (!read_packet(&type, sizeof(type), mac, packet->end) ||
		    (type != bpf_htons(ETH_P_8021Q) && type != bpf_htons(ETH_P_8021AD)) ||
		    !read_packet(&tag, sizeof(tag), mac + 2, packet->end))
			return;
		add_tag(sample, &tags, bpf_ntohs(type), bpf_ntohs(tag));
	}
}

static __always_inline void sample_network(struct drop_sample *sample, const struct packet *packet)
{
	struct ipv6hdr six;
	struct iphdr four;

	if (packet->tuple.family == 4 &&
	    read_packet(&four, sizeof(four), packet->network, packet->end)) {
		sample->ttl = four.ttl;
		sample->tos = four.tos;
		sample->id = bpf_ntohs(four.id);
	} else if (packet->tuple.family == 6 &&
		   read_packet(&six, sizeof(six), packet->network, packet->end)) {
		sample->ttl = six.hop_limit;
		sample->tos = (u8)(six.priority << 4 | six.flow_lbl[0] >> 4);
	}
	if (packet->tuple.protocol == IPPROTO_TCP && packet->transport)
		read_packet(&sample->tcp_flags, 1, packet->transport + TCP_FLAGS, packet->end);
}

/* The frame that a tunnel carries, from its Ethernet header on. */
static __always_inline void sample_inner(struct drop_sample *sample, const u8 *frame, const u8 *end)
{
	struct tuple inner = {};
	bool readable = false;
	const u8 *at = NULL;
	__be16 type;

	if (!read_packet(&type, sizeof(type), frame + 2 * ETH_ALEN, end))
		return;
	if (type == bpf_htons(ETH_P_IP))
		at = read_ipv4(&inner, frame + ETH_HLEN, end, &readable);
	else if (type == bpf_htons(ETH_P_IPV6))
		at = read_ipv6(&inner, frame + ETH_HLEN, end, &readable);
	if (at)
		read_ports(&inner, at, end);
	sample_conversation(&sample->inner, &inner);
}

static __always_inline void sample_tunnel(struct drop_sample *sample, const struct packet *packet)
{
	u16 port = packet->tuple.destination_port;
	const u8 *at = packet->transport;
	u8 header[TUNNEL_HEADER];

	if (packet->tuple.protocol != IPPROTO_UDP || !at ||
	    !read_packet(header, sizeof(header), at + UDP_HEADER, packet->end))
		return;
	at += UDP_HEADER + TUNNEL_HEADER;
	if (port == VXLAN_PORT || port == VXLAN_PORT_BEFORE_IANA) {
		sample->tunnel = DROP_TUNNEL_VXLAN;
	} else if (port == GENEVE_PORT) {
		sample->tunnel = DROP_TUNNEL_GENEVE;
		at += 4 * (header[0] & GENEVE_OPTIONS);
	} else {
		return;
	}
	sample->vni = header[4] << 16 | header[5] << 8 | header[6];
	sample_inner(sample, at, packet->end);
}

static __always_inline void sample_packet(const struct packet *packet, const struct sk_buff *skb,
					  const struct drop_key *key,
					  struct drop_counters *counters)
{
	u64 number = counters->samples++;
	u32 place = number & (drop_samples_each - 1);
	struct drop_sample *sample = bpf_map_lookup_elem(&drop_samples, &place);

	if (!sample)
		return;
	__builtin_memset(sample, 0, sizeof(*sample));
	sample->time_ns = bpf_ktime_get_ns();
	sample->location = key->location;
	sample->reason = key->reason;
	sample->netns = key->netns;
	sample->ifindex = key->ifindex;
	sample->direction = key->direction & (DROP_TX | DROP_RX);
	sample->length = skb->len;
	sample->ethertype = packet->tuple.ethertype;
	sample->tid = (u32)bpf_get_current_pid_tgid();
	bpf_get_current_comm(sample->process, sizeof(sample->process));
	sample_conversation(&sample->outer, &packet->tuple);
	sample_link(sample, packet, skb);
	sample_network(sample, packet);
	sample_tunnel(sample, packet);
	sample->number = number + 1;
}
