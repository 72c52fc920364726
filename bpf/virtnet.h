/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What virtnet_poll.bpf.c, virtnet_irq.bpf.c and virtnet_ring.bpf.c count of a guest's virtio-net
 * devices, and the probes of these names read. */
#pragma once

#include <linux/types.h>

#define VIRTNET_DEVICES 8
#define VIRTNET_QUEUES 32 /* pairs of a device that are looked at */
#define VIRTNET_POLLED (2 * VIRTNET_DEVICES * VIRTNET_QUEUES)
#define VIRTNET_IRQS 4096 /* numbers from here on are not counted */
#define VIRTNET_HANDLERS 2048

/* The devices that are asked about: interface indices, 0 behind the last. */
struct virtnet_devices {
	__u32 ifindex[VIRTNET_DEVICES];
};

enum virtnet_direction { VIRTNET_UNKNOWN, VIRTNET_RX, VIRTNET_TX };

/* One NAPI of a device, keyed by its address. */
struct virtnet_polled {
	__u64 polls, packets;
	__u64 exhausted; /* of those not by busy polling: took all that they might */
	__u64 empty;     /* took nothing */
	__u64 busy;      /* by a task that busy polls */
	__u64 ksoftirqd; /* by ksoftirqd */
	__u64 threaded;  /* by the NAPI's own thread */
	__u32 ifindex, netns;
	__u32 queue, direction;
	__u32 budget; /* the largest seen, busy polling aside */
	__u32 unused;
};

struct virtnet_poll_counters {
	__u64 polls, lost;
};

struct virtnet_handler_key {
	__u32 irq, cpu;
};

struct virtnet_handler {
	__u64 calls, none;
	__u64 total_ns, longest_ns;
};

struct virtnet_irq_counters {
	__u64 calls, lost;
};

struct virtnet_ring_key {
	__u32 netns, ifindex;
	__u32 queue, direction;
};

/* A ring at the last look, and how far it came since the first. Indices go round at 65,536. */
struct virtnet_ring {
	__u64 looks;
	__u64 stuck; /* looks at which buffers waited and none had been taken since the look before
		      */
	__u64 avail_moved, used_moved, taken_moved;
	__u32 size, free;
	__u16 avail, used, taken; /* put by the driver, given back by the device, taken back */
	__u16 used_event;
	__u16 avail_flags, used_flags;
	__u8 event_index, packed, broken, unused;
	__u32 unused2;
};

_Static_assert(sizeof(struct virtnet_ring_key) == 16, "no holes in a key");
