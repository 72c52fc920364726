/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio-net in a guest, as its kernel keeps it. The types are the module's own: a kernel that does
 * not describe those of its modules tells devices and NAPIs, but not which queue they are.
 */
#pragma once

#include "compat.bpf.h"
#include "place.bpf.h"
#include "virtnet.h"

#define AVAIL_NO_INTERRUPT 1
#define ALIGN_OF_PRIVATE 32ul

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct napi_struct {
	unsigned long state;
	struct net_device *dev;
};

struct virtqueue {
	unsigned int index;
	unsigned int num_free;
};

struct receive_queue {
	struct virtqueue *vq;
	struct napi_struct napi;
};

struct send_queue {
	struct virtqueue *vq;
	struct napi_struct napi;
};

struct virtnet_info {
	struct send_queue *sq;
	struct receive_queue *rq;
	u16 max_queue_pairs;
	u16 curr_queue_pairs;
};

#pragma clang attribute pop

/* Frozen before loading. */
const volatile struct virtnet_devices virtnet_devices __weak = {};

static __always_inline bool is_virtnet(u32 ifindex)
{
	for (u32 i = 0; i < VIRTNET_DEVICES && virtnet_devices.ifindex[i]; i++)
		if (virtnet_devices.ifindex[i] == ifindex)
			return true;
	return false;
}

static __always_inline bool virtnet_types_known(void)
{
	return bpf_core_type_exists(struct virtnet_info) &&
	       bpf_core_type_exists(struct receive_queue) &&
	       bpf_core_type_exists(struct send_queue);
}

/* The driver's part of a device lies behind the kernel's. */
static __always_inline const struct virtnet_info *virtnet_of(const struct net_device *dev)
{
	u64 size = bpf_core_type_size(struct net_device);

	return (const void *)dev + ((size + ALIGN_OF_PRIVATE - 1) & ~(ALIGN_OF_PRIVATE - 1));
}
