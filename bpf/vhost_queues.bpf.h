/* SPDX-License-Identifier: GPL-2.0-only */
/* The queues that are known, as both vhost_queues*.bpf.c use them: vhost_queues.bpf.c enters them,
 * vhost_queues_count.bpf.c counts what passes. */
#pragma once

#include "vhost_queues.h"
#include "scope.bpf.h"
#include "vhost.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, VHOST_QUEUES);
	__type(key, u64);
	__type(value, struct vhost_value);
} vhost_pairs __weak SEC(".maps");

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

static __always_inline struct vhost_value *value_of(const void *socket)
{
	u64 key = (u64)socket;

	return key ? bpf_map_lookup_elem(&vhost_pairs, &key) : NULL;
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
