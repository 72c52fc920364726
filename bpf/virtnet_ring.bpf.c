// SPDX-License-Identifier: GPL-2.0-only
/*
 * The rings of virtio-net devices. They are looked at whenever somebody asks the kernel for the
 * device's statistics, which our own readings do at each interval, so that a queue that stands
 * still is seen though it makes no events, and no packet pays for it.
 */
#include "virtnet.bpf.h"
#include "scope.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct vring_avail___ring {
	u16 flags;
	u16 idx;
	u16 ring[1];
};

struct vring_used___ring {
	u16 flags;
	u16 idx;
};

struct vring {
	unsigned int num;
	struct vring_avail___ring *avail;
	struct vring_used___ring *used;
};

struct split_ring {
	struct vring vring;
	u16 avail_flags_shadow;
	u16 avail_idx_shadow;
};

struct vring_virtqueue {
	struct virtqueue vq;
	bool packed_ring;
	bool broken;
	bool event;
	u16 last_used_idx;
	struct split_ring split;
};

/* 7.0: a ring is one of four kinds, and the flag is gone. */
enum vq_layout {
	VQ_LAYOUT_SPLIT = 0,
};

struct vring_virtqueue___layout {
	enum vq_layout layout;
};

#pragma clang attribute pop

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VIRTNET_POLLED);
	__type(key, struct virtnet_ring_key);
	__type(value, struct virtnet_ring);
} virtnet_rings SEC(".maps");

static __always_inline bool is_packed(const struct vring_virtqueue *ring)
{
	const struct vring_virtqueue___layout *newer = (const void *)ring;

	if (bpf_core_field_exists(ring->packed_ring))
		return BPF_CORE_READ(ring, packed_ring);
	return BPF_CORE_READ(newer, layout) != VQ_LAYOUT_SPLIT;
}

/* Of a packed ring only what both kinds have. */
static __always_inline void read_split(const struct vring_virtqueue *ring, struct virtnet_ring *now)
{
	const struct vring_avail___ring *avail = BPF_CORE_READ(ring, split.vring.avail);
	const struct vring_used___ring *used = BPF_CORE_READ(ring, split.vring.used);

	now->size = BPF_CORE_READ(ring, split.vring.num);
	now->avail = BPF_CORE_READ(ring, split.avail_idx_shadow);
	now->avail_flags = BPF_CORE_READ(ring, split.avail_flags_shadow);
	now->taken = BPF_CORE_READ(ring, last_used_idx);
	bpf_probe_read_kernel(&now->used, sizeof(now->used), &used->idx);
	bpf_probe_read_kernel(&now->used_flags, sizeof(now->used_flags), &used->flags);
	bpf_probe_read_kernel(&now->used_event, sizeof(now->used_event), &avail->ring[now->size]);
}

static __always_inline void read_ring(const struct virtqueue *vq, struct virtnet_ring *now)
{
	const struct vring_virtqueue *ring =
		(const void *)vq - bpf_core_field_offset(struct vring_virtqueue, vq);

	now->free = BPF_CORE_READ(vq, num_free);
	now->event_index = BPF_CORE_READ(ring, event);
	now->broken = BPF_CORE_READ(ring, broken);
	now->packed = is_packed(ring);
	if (!now->packed)
		read_split(ring, now);
}

static __always_inline void add_look(struct virtnet_ring *last, const struct virtnet_ring *now)
{
	bool waits = now->used != now->taken;

	last->looks++;
	last->stuck += waits && now->taken == last->taken;
	last->avail_moved += (u16)(now->avail - last->avail);
	last->used_moved += (u16)(now->used - last->used);
	last->taken_moved += (u16)(now->taken - last->taken);
	last->size = now->size;
	last->free = now->free;
	last->avail = now->avail;
	last->used = now->used;
	last->taken = now->taken;
	last->used_event = now->used_event;
	last->avail_flags = now->avail_flags;
	last->used_flags = now->used_flags;
	last->event_index = now->event_index;
	last->packed = now->packed;
	last->broken = now->broken;
}

static __always_inline void look_at(const struct virtqueue *vq, const struct virtnet_ring_key *key)
{
	struct virtnet_ring now = {}, *last;

	if (!kernel_pointer(vq))
		return;
	read_ring(vq, &now);
	last = bpf_map_lookup_elem(&virtnet_rings, key);
	if (last) {
		add_look(last, &now);
		return;
	}
	now.looks = 1;
	bpf_map_update_elem(&virtnet_rings, key, &now, BPF_NOEXIST);
}

static __always_inline void look_at_queue(const struct virtnet_info *info,
					  struct virtnet_ring_key *key)
{
	const void *receive = BPF_CORE_READ(info, rq), *send = BPF_CORE_READ(info, sq);
	const struct receive_queue *rq =
		receive + key->queue * bpf_core_type_size(struct receive_queue);
	const struct send_queue *sq = send + key->queue * bpf_core_type_size(struct send_queue);

	key->direction = VIRTNET_RX;
	look_at(BPF_CORE_READ(rq, vq), key);
	key->direction = VIRTNET_TX;
	look_at(BPF_CORE_READ(sq, vq), key);
}

SEC("fentry/dev_get_stats")
int virtnet_ring(u64 *ctx)
{
	const struct net_device *dev = (const void *)ctx[0];
	const struct virtnet_info *info = virtnet_of(dev);
	struct virtnet_ring_key key = {};
	u32 queues;

	/* The readings at both ends of the window are looks too, so `counting` is not asked. */
	if (!read_device(dev, &key.ifindex, &key.netns) || !is_virtnet(key.ifindex) ||
	    !virtnet_types_known() || !bpf_core_type_exists(struct vring_virtqueue))
		return 0;
	queues = BPF_CORE_READ(info, curr_queue_pairs);
	for (u32 i = 0; i < VIRTNET_QUEUES; i++) {
		if (i >= queues)
			break;
		key.queue = i;
		look_at_queue(info, &key);
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
