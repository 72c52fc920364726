/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What vhost_queues.bpf.c tells of taps and vhost-net, and engine/probes/vhost_queues.c reads. */
#pragma once

#include <linux/types.h>

#include "histogram_layout.h"

#define VHOST_QUEUES 1024 /* queue pairs that are counted */

#define VHOST_TO_GUEST 0
#define VHOST_FROM_GUEST 1
#define VHOST_WAYS 2

enum vhost_record_kind { VHOST_TAP, VHOST_PAIR };

/* One virtqueue, as vhost sees it. */
struct vhost_ring {
	__u64 avail, used; /* addresses in the process that owns the guest */
	__u32 size;
	__u32 tid;         /* of the worker; 0 = none */
	__u16 avail_index; /* vhost's own copy, which may be old */
	__u16 taken_index; /* up to which buffers were taken */
	__u16 used_index;  /* up to which they were given back */
	__u16 event_index; /* negotiated */
};

/* A file of a process: a queue of a tap, or vhost-net serving one. */
struct vhost_record {
	__u64 socket; /* the same in both */
	__u32 kind, pid;
	__u32 netns, ifindex; /* of the tap */
	__u32 queue, queues, flags;
	char device[16];
	__u32 ring_size, waiting, full, put, got; /* VHOST_TAP: positions in the tap's ring */
	__u32 held;     /* VHOST_PAIR: out of it, not yet with the guest */
	__u32 offloads; /* any that the reader takes */
	struct vhost_ring rings[VHOST_WAYS];
};

struct vhost_way {
	__u64 queue;   /* address of the virtqueue */
	__u64 call;    /* of the eventfd by which it calls its guest */
	__u64 packets; /* buffers given back */
	__u64 batches; /* times that some were */
	__u64 signals, kicks;
	__u64 used_at, used_tick; /* when the last were */
};

/* Where many come in a tick, the ring is looked at and one is timed for one in so many. */
#define VHOST_ONE_IN 32
/* But not for longer than so many ticks, whatever came before. */
#define VHOST_PAUSE_TICKS 8
/* With less room than this in the ring it is looked at for each packet: what some CPUs put between
 * two looks finds room, so that none that does not is missed. */
#define VHOST_SURELY_FIT 512

struct vhost_pause {
	__u32 tick, skip;
};

/* Of a queue pair what every packet touches; its times are apart, because few do and they are
 * large. */
struct vhost_value {
	__u64 socket; /* 0 = nobody's */
	__u32 netns, queue;
	char device[16];
	struct vhost_way ways[VHOST_WAYS];
	__u64 put, full; /* packets that found room in the tap's ring, or none */
	__u64 looks;     /* how often the ring was looked at and had room */
	__u64 deepest;   /* most that waited then */
	__u64 depth_sum;
	/* One packet at a time is followed from the tap to the guest, and one kick from the guest.
	 */
	__u64 followed_at, followed_to, kicked_at;
	struct vhost_pause put_pause, kick_pause;
	__u32 was_idle, last_way;
};

/* Whether it is the queue of this record: an address alone does not tell. */
static inline __attribute__((always_inline)) int vhost_counts_for(const struct vhost_value *value,
								  const struct vhost_record *record)
{
	const __u32 *one = (const void *)value->device, *other = (const void *)record->device;

	return value->netns == record->netns && value->queue == record->queue &&
	       one[0] == other[0] && one[1] == other[1] && one[2] == other[2] && one[3] == other[3];
}

struct vhost_times {
	struct histogram wake; /* into an empty ring, until the worker runs */
	struct histogram wait; /* into the ring, until the guest has it */
	struct histogram hop;  /* kick, until what it was for is on the tap */
};

/*
 * By what a hook hands over the pair is found: a device and the number of its queue, a virtqueue,
 * an eventfd, a socket. A table in which the next places are looked at, too, where one is taken: a
 * few instructions in place of a look into a hash map, at hooks that run for each packet.
 */
#define VHOST_SLOTS 16384
#define VHOST_PROBES 6

struct vhost_slot {
	__u64 address; /* 0 = free */
	__u32 queue;   /* of a device, else 0 */
	__u16 pair;
	__u16 way; /* VHOST_WAYS: either */
};

struct vhost_counters {
	__u64 seen, lost;
};
