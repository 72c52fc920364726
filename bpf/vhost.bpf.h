/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What vhost-net, tun and their rings look like in the kernel, and how their queues belong
 * together: a virtqueue's private_data is the socket of the tap's queue that it serves.
 *
 * Offsets come from the modules' own types; nothing is guessed where there are none.
 */
#pragma once

#include "compat.bpf.h"
#include "place.bpf.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct inode___device {
	u16 i_mode;
	u32 i_rdev;
};

struct file___device {
	struct inode___device *f_inode;
	void *private_data;
};

struct task_struct___worker {
	int pid;
	int tgid;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct___worker *task;
	u32 fd;
	struct file___device *file;
};

struct net_device___tap {
	char name[16];
};

struct sk_buff___tap {
	u16 queue_mapping;
};

struct socket___tap {
	short type;
};

struct ptr_ring {
	int producer;
	int consumer_head;
	int size;
	void **queue;
};

struct tun_file {
	struct socket___tap socket;
	struct tun_struct *tun;
	u16 queue_index;
	struct ptr_ring tx_ring;
};

struct tun_struct {
	struct tun_file *tfiles[256];
	unsigned int numqueues;
	unsigned int flags;
	struct net_device *dev;
	u64 set_features;
};

struct vhost_vring_call {
	void *ctx;
};

struct wait_queue_entry___vhost {
	unsigned int flags;
};

struct vhost_poll {
	struct wait_queue_entry___vhost wait;
};

struct vhost_virtqueue {
	struct vhost_dev *dev;
	unsigned int num;
	void *avail;
	void *used;
	struct vhost_vring_call call_ctx;
	struct vhost_poll poll;
	u16 last_avail_idx;
	u16 avail_idx;
	u16 last_used_idx;
	void *private_data;
	u64 acked_features;
};

struct vhost_dev {
	struct vhost_virtqueue **vqs;
	int nvqs;
};

struct vhost_net_buf {
	int tail;
	int head;
};

struct vhost_net_virtqueue {
	struct vhost_virtqueue vq;
	int done_idx;
	struct vhost_net_buf rxq;
};

struct vhost_net {
	struct vhost_dev dev;
	struct vhost_net_virtqueue vqs[2];
};

#pragma clang attribute pop

/* Numbers of the character devices, the same everywhere: misc (10), and the minors that
 * linux/miscdevice.h gives them. */
#define DEVICE_TUN ((10u << 20) | 200)
#define DEVICE_VHOST_NET ((10u << 20) | 238)
#define VHOST_EVENT_INDEX 29 /* VIRTIO_RING_F_EVENT_IDX */
#define MODE_TYPE 0170000
#define MODE_CHARACTER 0020000

static __always_inline bool is_device_file(const struct file___device *file, u32 device)
{
	const struct inode___device *inode = BPF_CORE_READ(file, f_inode);

	return (BPF_CORE_READ(inode, i_mode) & MODE_TYPE) == MODE_CHARACTER &&
	       BPF_CORE_READ(inode, i_rdev) == device;
}

/* The tap's queue behind a socket, or NULL for a socket that is none. */
static __always_inline struct tun_file *tun_of_socket(const void *socket)
{
	return socket ? (void *)socket - bpf_core_field_offset(struct tun_file, socket) : NULL;
}

static __always_inline const void *socket_of_tun(const struct tun_file *tfile)
{
	return (const void *)tfile + bpf_core_field_offset(struct tun_file, socket);
}

static __always_inline const struct net_device *device_of_tun(const struct tun_file *tfile)
{
	const struct tun_struct *tun = BPF_CORE_READ(tfile, tun);

	return tun ? BPF_CORE_READ(tun, dev) : NULL;
}

/* A tap's ring at a moment: three reads, because what its ends write lies apart. */
struct ring_now {
	int producer, head, size;
	const void *next; /* what is where the next packet goes: none, unless the ring is full */
};

static __always_inline void look_at_ring(const struct tun_file *tfile, struct ring_now *ring)
{
	const void *at = (const void *)tfile + bpf_core_field_offset(struct tun_file, tx_ring);
	const u32 size_at = bpf_core_field_offset(struct ptr_ring, size);
	struct {
		int size, batch;
		const u64 *queue;
	} rest = {};

	ring->producer = ring->head = 0;
	ring->next = NULL;
	bpf_probe_read_kernel(&ring->producer, sizeof(int),
			      at + bpf_core_field_offset(struct ptr_ring, producer));
	bpf_probe_read_kernel(&ring->head, sizeof(int),
			      at + bpf_core_field_offset(struct ptr_ring, consumer_head));
	bpf_probe_read_kernel(&rest, sizeof(rest), at + size_at);
	if (bpf_core_field_offset(struct ptr_ring, queue) - size_at !=
	    __builtin_offsetof(typeof(rest), queue))
		bpf_probe_read_kernel(&rest.queue, sizeof(rest.queue),
				      at + bpf_core_field_offset(struct ptr_ring, queue));
	ring->size = rest.size;
	if (ring->producer >= 0 && ring->producer < ring->size)
		bpf_probe_read_kernel(&ring->next, sizeof(ring->next), &rest.queue[ring->producer]);
}

/* Packets that wait in it. Slots are emptied in batches behind the consumer's head, so that the
 * tail and an occupied slot tell less. */
static __always_inline u32 backlog(const struct ring_now *ring)
{
	if (ring->producer < 0 || ring->producer >= ring->size)
		return 0;
	if (ring->producer == ring->head)
		return ring->next ? ring->size : 0;
	return ring->producer > ring->head ? ring->producer - ring->head
					   : ring->producer - ring->head + ring->size;
}

/* Whether the next packet finds no room. */
static __always_inline bool is_full(const struct ring_now *ring)
{
	return !ring->size || ring->next;
}

/* Whether the socket is really that of a tap's queue: the queue is where its number says. */
static __always_inline bool is_tap_queue(const struct tun_file *tfile)
{
	const struct tun_struct *tun = BPF_CORE_READ(tfile, tun);
	u16 queue = BPF_CORE_READ(tfile, queue_index);
	const struct tun_file *there = NULL;

	if (!kernel_pointer(tun) || queue >= 256)
		return false;
	bpf_probe_read_kernel(&there, sizeof(there),
			      (const void *)tun + bpf_core_field_offset(struct tun_struct, tfiles) +
				      queue * sizeof(there));
	return there == tfile;
}
