// SPDX-License-Identifier: GPL-2.0-only
/*
 * Questions that leave by a device, and whether an answer comes back by it: echo requests by their
 * identifier, and UDP conversations. TCP asks again by itself (tcp_retransmit.bpf.c).
 *
 * Runs for every packet: what is neither is left after its IP header.
 */
#include "answers.h"
#include "scope.bpf.h"

#define ECHO_REQUEST 8
#define ECHO_REPLY 0
#define ECHO6_REQUEST 128
#define ECHO6_REPLY 129

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, ANSWER_PAIRS);
	__type(key, struct answer_pair);
	__type(value, struct answer_value);
} answer_pairs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct answer_counters);
} answer_counters SEC(".maps");

struct echo {
	u8 type, code;
	__be16 checksum, id, sequence;
};

/* Whether it is of a kind that asks or answers; ports are read only then. */
static __always_inline bool may_ask(struct packet *packet, const struct sk_buff *skb)
{
	read_ip(packet, find_network(packet, skb));
	switch (packet->tuple.protocol) {
	case IPPROTO_UDP:
		if (packet->transport)
			read_ports(&packet->tuple, packet->transport, packet->end);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		break;
	default:
		return false;
	}
	return packet->transport && !is_multicast(&packet->tuple);
}

/* Whether it belongs to the conversation asked for, in either direction. */
static __always_inline bool asked_for(const struct packet *packet)
{
	if (scope.tuples && !in_conversation(&packet->tuple))
		return false;
	return !scope.netns || scope_of_netns(packet->netns, packet->ifindex) == SCOPE_IN;
}

static __always_inline bool read_echo(struct packet *packet, struct echo *echo)
{
	bool six = packet->tuple.protocol == IPPROTO_ICMPV6;

	if (!read_packet(echo, sizeof(*echo), packet->transport, packet->end))
		return false;
	return packet->outgoing ? echo->type == (six ? ECHO6_REQUEST : ECHO_REQUEST)
				: echo->type == (six ? ECHO6_REPLY : ECHO_REPLY);
}

/* Near is the end on this side of the device. */
static __always_inline void name_pair(struct answer_pair *pair, const struct packet *packet,
				      const struct echo *echo)
{
	const struct tuple *tuple = &packet->tuple;
	const u64 *near = packet->outgoing ? tuple->source : tuple->destination;
	const u64 *far = packet->outgoing ? tuple->destination : tuple->source;

	pair->near[0] = near[0], pair->near[1] = near[1];
	pair->far[0] = far[0], pair->far[1] = far[1];
	pair->netns = packet->netns;
	pair->ifindex = packet->ifindex;
	pair->family = tuple->family;
	pair->protocol = tuple->protocol;
	if (tuple->protocol != IPPROTO_UDP) {
		pair->near_port = bpf_ntohs(echo->id);
		return;
	}
	pair->near_port = packet->outgoing ? tuple->source_port : tuple->destination_port;
	pair->far_port = packet->outgoing ? tuple->destination_port : tuple->source_port;
}

static __always_inline struct answer_value *value_of(const struct answer_pair *pair,
						     const struct answer_value *fresh)
{
	struct answer_value *value = bpf_map_lookup_elem(&answer_pairs, pair);
	struct answer_counters *counters;
	u32 zero = 0;

	if (value)
		return value;
	counters = bpf_map_lookup_elem(&answer_counters, &zero);
	if (!counters)
		return NULL;
	if (!bpf_map_update_elem(&answer_pairs, pair, fresh, BPF_NOEXIST))
		counters->made++;
	value = bpf_map_lookup_elem(&answer_pairs, pair);
	counters->lost += !value;
	return value;
}

static __always_inline void ask(struct answer_value *value, u64 now)
{
	u64 waited = now - value->asked_ns;

	if (value->open && waited > ANSWER_GIVEN_UP_NS &&
	    waited * value->answers > ANSWER_GIVEN_UP_TIMES * value->waited_ns)
		value->given_up++;
	__sync_fetch_and_add(&value->questions, 1);
	value->open = 1;
	value->asked_ns = now;
}

static __always_inline void answer(struct answer_value *value, const struct echo *echo,
				   bool is_echo, u64 now)
{
	u16 upto = bpf_ntohs(echo->sequence) - value->first;

	if (is_echo && (u64)upto + 1 > value->settled)
		value->settled = (u64)upto + 1;
	if (!is_echo && !value->open) {
		if (value->late < value->given_up)
			value->late++;
		else
			value->doubled++;
		return;
	}
	__sync_fetch_and_add(&value->answers, 1);
	value->waited_ns += now - value->asked_ns;
	value->answered_ns = now;
	value->open = 0;
}

static __always_inline int see(const struct sk_buff *skb, const struct net_device *dev,
			       bool outgoing)
{
	struct packet packet = { .outgoing = outgoing };
	struct answer_value fresh = {}, *value;
	struct answer_pair pair = {};
	struct echo echo = {};
	bool is_echo;

	if (!may_ask(&packet, skb) || !given_device(dev, &packet.ifindex, &packet.netns) ||
	    !asked_for(&packet))
		return 0;
	is_echo = packet.tuple.protocol != IPPROTO_UDP;
	if (is_echo && !read_echo(&packet, &echo))
		return 0;
	name_pair(&pair, &packet, &echo);
	fresh.begun = outgoing ? ANSWER_ASKS : ANSWER_SERVES;
	fresh.first = bpf_ntohs(echo.sequence);
	fresh.passing = skb->skb_iif != 0;
	value = value_of(&pair, &fresh);
	if (!value || value->begun != ANSWER_ASKS)
		return 0;
	if (outgoing)
		ask(value, bpf_ktime_get_ns());
	else
		answer(value, &echo, is_echo, bpf_ktime_get_ns());
	return 0;
}

#define IFF_LOOPBACK 8

SEC("tp_btf/net_dev_start_xmit")
int answers_left(u64 *ctx)
{
	const struct net_device *dev = (const void *)ctx[1];

	if (!counting || dev->flags & IFF_LOOPBACK)
		return 0;
	return see((const void *)ctx[0], dev, true);
}

SEC("tp_btf/netif_receive_skb")
int answers_arrived(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	const struct net_device *dev = skb->dev;

	if (!counting || dev->flags & IFF_LOOPBACK)
		return 0;
	return see(skb, dev, false);
}

char LICENSE[] SEC("license") = "GPL";
