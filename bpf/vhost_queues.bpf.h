/* SPDX-License-Identifier: GPL-2.0-only */
/* The queues that are known, as both vhost_queues*.bpf.c use them: vhost_queues.bpf.c enters them,
 * vhost_queues_count.bpf.c counts what passes. */
#pragma once

#include "address.bpf.h"
#include "vhost_queues.h"
#include "scope.bpf.h"
#include "vhost.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VHOST_SLOTS);
	__type(key, u32);
	__type(value, struct vhost_slot);
} vhost_slots __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VHOST_QUEUES);
	__type(key, u32);
	__type(value, struct vhost_value);
} vhost_pairs __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, VHOST_QUEUES);
	__type(key, u32);
	__type(value, struct vhost_times);
} vhost_times __weak SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct vhost_counters);
} vhost_counters __weak SEC(".maps");

static __always_inline void count_seen(bool lost)
{
	u32 zero = 0;
	struct vhost_counters *counters = bpf_map_lookup_elem(&vhost_counters, &zero);

	if (counters) {
		counters->seen++;
		counters->lost += lost;
	}
}

static __always_inline u32 first_place(u64 number, u32 queue)
{
	return hash_of(number + ((u64)queue << 6), VHOST_SLOTS);
}

/* NULL for what is none of ours. */
static __always_inline const struct vhost_slot *slot_of(const void *address, u32 queue)
{
	u32 first = first_place(number_of(address), queue);

#pragma unroll
	for (u32 i = 0; i < VHOST_PROBES; i++) {
		u32 place = (first + i) & (VHOST_SLOTS - 1);
		const struct vhost_slot *slot = bpf_map_lookup_elem(&vhost_slots, &place);

		if (!slot || !slot->address)
			return NULL;
		if (slot->address == (u64)address && slot->queue == queue)
			return slot;
	}
	return NULL;
}

static __always_inline struct vhost_value *value_of(const struct vhost_slot *slot, u32 *ret_pair)
{
	*ret_pair = slot->pair;
	return bpf_map_lookup_elem(&vhost_pairs, ret_pair);
}

/* What two ways of a pair have in common is either's. Says that it is lost where all places are
 * taken. The address comes last: until then the place is nobody's. Two CPUs that enter at once may
 * lose one of both: new eventfds are rare. */
static __always_inline void enter_slot(u64 address, u32 queue, u32 pair, u32 way)
{
	u32 first = first_place(number_of((const void *)address), queue);

	if (!address)
		return;
	for (u32 i = 0; i < VHOST_PROBES; i++) {
		u32 place = (first + i) & (VHOST_SLOTS - 1);
		struct vhost_slot *slot = bpf_map_lookup_elem(&vhost_slots, &place);

		if (!slot)
			break;
		if (slot->address && (slot->address != address || slot->queue != queue))
			continue;
		slot->way =
			slot->address && slot->pair == pair && slot->way != way ? VHOST_WAYS : way;
		slot->queue = queue;
		slot->pair = pair;
		slot->address = address;
		return;
	}
	count_seen(true);
}

static __always_inline const struct vhost_net_virtqueue *side(const struct vhost_net *net, u32 way)
{
	return (const void *)net + bpf_core_field_offset(struct vhost_net, vqs) +
	       way * bpf_core_type_size(struct vhost_net_virtqueue);
}

/* What the tap's ring handed over and is not given to the guest yet. */
static __always_inline u32 packets_held(const struct vhost_net_virtqueue *rx)
{
	return BPF_CORE_READ(rx, rxq.tail) - BPF_CORE_READ(rx, rxq.head) +
	       BPF_CORE_READ(rx, done_idx);
}
