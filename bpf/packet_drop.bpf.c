// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every packet that dies: counted where it died and why, with a sample of conversations and stacks.
 * Runs only when a packet is freed as dropped.
 */
#include "drop_sample.bpf.h"
#include "packet_drop.h"
#include "scope.bpf.h"

#include <linux/if_packet.h>

/* Stack and sample of every packet, not of one in many; frozen before loading. */
const volatile bool drop_in_full = false;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, DROP_KEYS);
	__type(key, struct drop_key);
	__type(value, struct drop_value);
} drops SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, DROP_TUPLES);
	__type(key, struct drop_tuple);
	__type(value, u64);
} drop_tuples SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, DROP_STACKS);
	__uint(key_size, sizeof(u32));
	__uint(value_size, DROP_STACK_DEPTH * sizeof(u64));
} drop_stacks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, DROP_STACK_SAMPLES);
	__type(key, struct drop_stack);
	__type(value, u64);
} drop_stack_samples SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct drop_counters);
} drop_counters SEC(".maps");

/* Entries are made by whoever comes first; a second one on another CPU finds it on looking again.
 */
static __always_inline struct drop_value *value_of(const struct drop_key *key)
{
	struct drop_value none = {}, *value = bpf_map_lookup_elem(&drops, key);

	if (value)
		return value;
	bpf_map_update_elem(&drops, key, &none, BPF_NOEXIST);
	return bpf_map_lookup_elem(&drops, key);
}

static __always_inline void count_tuple(const struct packet *packet, const struct drop_key *key,
					u64 weight, struct drop_counters *counters)
{
	struct drop_tuple tuple = {
		.location = key->location,
		.source = { packet->tuple.source[0], packet->tuple.source[1] },
		.destination = { packet->tuple.destination[0], packet->tuple.destination[1] },
		.reason = key->reason,
		.netns = key->netns,
		.ifindex = key->ifindex,
		.source_port = packet->tuple.source_port,
		.destination_port = packet->tuple.destination_port,
		.family = packet->tuple.family,
		.protocol = packet->tuple.protocol,
	};
	u64 *packets = bpf_map_lookup_elem(&drop_tuples, &tuple);

	if (!packets) {
		if (!bpf_map_update_elem(&drop_tuples, &tuple, &weight, BPF_NOEXIST)) {
			counters->tuples_made++;
			return;
		}
		packets = bpf_map_lookup_elem(&drop_tuples, &tuple);
	}
	if (packets)
		__sync_fetch_and_add(packets, weight);
	else
		counters->tuples_lost++;
}

static __always_inline void sample_stack(void *ctx, const struct drop_key *key,
					 struct drop_counters *counters)
{
	struct drop_stack stack = { .location = key->location, .reason = key->reason };
	u64 one = 1, *samples;

	stack.stack = (__s32)bpf_get_stackid(ctx, &drop_stacks, BPF_F_FAST_STACK_CMP);
	if (stack.stack < 0) {
		counters->stacks_lost++;
		return;
	}
	samples = bpf_map_lookup_elem(&drop_stack_samples, &stack);
	if (samples)
		__sync_fetch_and_add(samples, 1);
	else if (bpf_map_update_elem(&drop_stack_samples, &stack, &one, BPF_NOEXIST))
		counters->stacks_lost++;
}

static __always_inline u8 direction_of(const struct packet *packet, const struct sk_buff *skb)
{
	u8 direction = packet->outgoing ? DROP_TX : DROP_RX;

	if (is_multicast(&packet->tuple))
		direction |= DROP_MULTICAST;
	switch (read_segment(packet, skb->data_len)) {
	case SEGMENT_ACK:
		return direction | DROP_ACK;
	case SEGMENT_SYN:
		return direction | DROP_SYN;
	case SEGMENT_FIN:
		return direction | DROP_FIN;
	default:
		return direction;
	}
}

static __always_inline u32 told_by(const struct packet *packet, const struct sk_buff *skb)
{
	if (BPF_CORE_READ_BITFIELD_PROBED(skb, pkt_type) == PACKET_OTHERHOST)
		return DROP_PACKET_OTHER_HOST;
	return packet->tuple.family && packet->tuple.hops <= 1 ? DROP_PACKET_LAST_HOP
							       : DROP_PACKET_PLAIN;
}

static __always_inline bool wants_stack(u64 before)
{
	u64 one_in = before < DROP_STACKS_MANY ? DROP_STACKS_ONE_IN : DROP_STACKS_ONE_IN_MANY;

	if (drop_in_full && !widened_by())
		return true;
	return before < DROP_STACKS_FIRST || !(before & ((one_in << widened_by()) - 1));
}

/* For how many packets this one is counted, mostly none; at random, because packets may take turns.
 * Of packets without a namespace the conversations must be exact: they are placed by them later. */
static __always_inline u64 tuple_weight(const struct drop_key *key, u64 before)
{
	u64 one_in = DROP_TUPLES_ONE_IN << widened_by();

	if (before < DROP_TUPLES_MANY || !key->netns || (drop_in_full && !widened_by()))
		return 1;
	return bpf_get_prandom_u32() & (one_in - 1) ? 0 : one_in;
}

static __always_inline void count_drop(u64 *ctx, const struct packet *packet,
				       const struct sk_buff *skb, struct drop_counters *counters)
{
	struct drop_key key = {
		.location = ctx[1],
		.reason =
			compat_has_drop_reasons() ? compat_drop_reason(ctx) : told_by(packet, skb),
		.netns = packet->netns,
		.ifindex = packet->ifindex,
		.protocol = packet->tuple.family ? packet->tuple.protocol : packet->tuple.ethertype,
		.family = packet->tuple.family,
		.direction = direction_of(packet, skb),
	};
	struct drop_value *value = value_of(&key);
	u64 before, weight;

	if (!value) {
		counters->lost++;
		return;
	}
	before = value->packets;
	__sync_fetch_and_add(&value->packets, 1);
	__sync_fetch_and_add(&value->bytes, skb->len);
	if (wants_stack(before)) {
		sample_stack(ctx, &key, counters);
		sample_packet(packet, skb, &key, counters);
	}
	if (!packet->tuple.family)
		return;
	weight = tuple_weight(&key, before);
	if (weight)
		count_tuple(packet, &key, weight, counters);
}

SEC("tp_btf/kfree_skb")
int packet_drop(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	struct drop_counters *counters;
	struct packet packet = {};
	enum scope_answer answer;
	u32 zero = 0;

	if (!counting)
		return 0;
	answer = read_in_scope(&packet, skb, compat_drop_receiver(ctx));
	counters = bpf_map_lookup_elem(&drop_counters, &zero);
	if (!counters)
		return 0;
	counters->seen++;
	if (answer == SCOPE_UNKNOWN)
		counters->unplaced++;
	if (answer != SCOPE_IN)
		return 0;
	counters->in_scope++;
	count_drop(ctx, &packet, skb, counters);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
