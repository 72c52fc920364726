/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracks of packets that are followed: a table with one place per hash of the skb's address.
 * Looking a packet up is reading one word, which is all that a packet costs that is not followed.
 *
 * Two packets that begin at once in one place may mix; what then does not fit is not found again.
 */
#pragma once

#include "address.bpf.h"
#include "histogram.bpf.h"
#include "path.h"
#include "scope.bpf.h"

/* The hook where packets of this host begin runs; until it has, they begin where a device queues
 * them. */
bool path_output_runs __weak = false;
/* Shards of each way's histograms, less one; a mask, frozen before loading. */
const volatile __u32 path_shard_mask __weak = 0;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, PATH_TRACKS);
	__type(key, u32);
	__type(value, struct path_track);
} path_tracks __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, PATH_VALUES);
	__type(key, struct path_key);
	__type(value, struct path_value);
} path_values __weak SEC(".maps");

/* What a new way begins with; too large for a stack. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct path_value);
} path_zero __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, PATH_SLOW);
	__type(key, u32);
	__type(value, struct path_slow);
} path_slowest __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct path_counters);
} path_counters __weak SEC(".maps");

static __always_inline struct path_place place_of(const struct net_device *dev)
{
	struct path_place place = {};

	given_device(dev, &place.ifindex, &place.netns);
	return place;
}

#define IFF_LOOPBACK 8

/* Inside one namespace no packet goes over a wire. */
static __always_inline bool is_loopback(const struct net_device *dev)
{
	return dev->flags & IFF_LOOPBACK;
}

static __always_inline struct path_counters *count(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&path_counters, &zero);
}

static __always_inline struct path_track *track_place(const struct sk_buff *skb)
{
	u32 place = hash_of(number_of(skb), PATH_TRACKS);

	return bpf_map_lookup_elem(&path_tracks, &place);
}

/* NULL when the packet is not followed. */
static __always_inline struct path_track *track_of(const struct sk_buff *skb)
{
	struct path_track *track = track_place(skb);

	return track && track->skb == (u64)skb && track->event ? track : NULL;
}

static __always_inline void stamp(struct path_track *track, u32 stage, u64 now)
{
	u64 ns = now - track->last_ns + (stage < PATH_STAGES ? track->ns[stage] : 0);

	if (stage < PATH_STAGES) {
		track->ns[stage] = ns > 0xffffffff ? 0xffffffff : (u32)ns;
		track->cpu[stage] = (u16)bpf_get_smp_processor_id();
	}
	track->last_ns = now;
}

static __always_inline struct path_value *value_of(const struct path_key *key)
{
	struct path_value *value = bpf_map_lookup_elem(&path_values, key);
	u32 zero = 0;

	if (value)
		return value;
	value = bpf_map_lookup_elem(&path_zero, &zero);
	if (value)
		bpf_map_update_elem(&path_values, key, value, BPF_NOEXIST);
	return bpf_map_lookup_elem(&path_values, key);
}

static __always_inline struct path_slow *slow_place(u64 skb)
{
	u32 place = hash_of(skb, PATH_SLOW);

	return bpf_map_lookup_elem(&path_slowest, &place);
}

static __always_inline void keep_slow(const struct path_track *track, u64 total)
{
	struct path_slow *slow = slow_place(track->skb & 0xffffffff);

	if (!slow || total <= slow->total_ns)
		return;
	slow->total_ns = total;
	__builtin_memcpy(&slow->track, track, sizeof(*track));
}

static __always_inline void keep_tuple(struct path_track *track, const struct packet *packet)
{
	__builtin_memcpy(track->tuple.source, packet->tuple.source, sizeof(track->tuple.source));
	__builtin_memcpy(track->tuple.destination, packet->tuple.destination,
			 sizeof(track->tuple.destination));
	track->tuple.source_port = packet->tuple.source_port;
	track->tuple.destination_port = packet->tuple.destination_port;
	track->tuple.family = packet->tuple.family;
	track->tuple.protocol = packet->tuple.protocol;
}

/* While the packet is certainly there: whose it is, if it may turn out to be one of the slowest. */
static __always_inline void remember(struct path_track *track, const struct sk_buff *skb)
{
	const struct path_slow *slow = slow_place(number_of(skb));
	struct packet packet = {};

	if (!slow || track->last_ns - track->start_ns <= slow->total_ns)
		return;
	track->tuple.queue = BPF_CORE_READ(skb, queue_mapping);
	if (track->tuple.family)
		return;
	read_headers(&packet, skb);
	keep_tuple(track, &packet);
}

/* The way is over: all of it is counted. The track stays with its caller. */
static __always_inline void finish(struct path_track *track, bool to_host)
{
	struct path_key key = { .from = track->from,
				.to = track->at,
				.from_host = track->from_host,
				.to_host = to_host,
				.shard = bpf_get_smp_processor_id() & path_shard_mask };
	struct path_counters *counters = count();
	u64 total = track->last_ns - track->start_ns;
	struct path_value *value;

	if (!counters)
		return;
	if (total > PATH_EXPIRE_NS) {
		counters->expired++;
		return;
	}
	counters->finished++;
	value = value_of(&key);
	if (!value) {
		counters->lost++;
		return;
	}
	histogram_add(&value->total, total);
	for (u32 i = 0; i < PATH_STAGES; i++)
		if (track->ns[i])
			histogram_add(&value->stage[i], track->ns[i]);
	track->to_host = to_host;
	keep_slow(track, total);
}

static __always_inline bool in_netns_scope(u32 netns)
{
	return !scope.netns || scope_of_netns(netns, 1) == SCOPE_IN;
}

/* It is not known what became of its packet, or its memory is another one's by now. */
static __always_inline void leave_behind(struct path_track *track)
{
	struct path_counters *counters = count();

	if (counters)
		counters->unmatched += track->event && track->event != PATH_AT_SOCKET;
	track->skb = 0;
}

/* How long a place is kept: up to its socket a packet that was received has only moments to go. */
static __always_inline u64 kept_ns(const struct path_track *track)
{
	return track->event == PATH_AT_RECEIVE || track->event == PATH_AT_SOCKET ? PATH_ARRIVE_NS
										 : PATH_EVICT_NS;
}
