/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * What path.bpf.c times and engine/probes/path.c reads.
 *
 * A packet that is followed has a track, found by its skb's address. Each hook adds the time since
 * the last one to the stage that lies between the two, so the stages of a packet always sum up to
 * its whole way. At the end of its way all of it goes into the histograms of that way: from a
 * device or this host's stack to a device or this host's stack.
 */
#pragma once

#include "histogram_layout.h"

#include <linux/types.h>

#define PATH_TRACKS 4096 /* a power of two; packets on their way at one time */
#define PATH_VALUES 160  /* ways, times shards */
#define PATH_SHARDS 4    /* at most */
#define PATH_UPCALLS 1024
#define PATH_SLOW 64
#define PATH_SOCKETS 2048 /* a power of two */
#define PATH_READS 256
#define PATH_REMOTES 256

/* A track whose packet died somewhere keeps its place so long when another one needs it. */
#define PATH_EVICT_NS 500000000ull
#define PATH_ARRIVE_NS 5000000ull
/* What looks as if it took longer is another packet in the same memory. */
#define PATH_EXPIRE_NS 10000000000ull

/* A CPU looks at all packets below this many per slice of time, then at one in a power of two, and
 * follows all of them that are asked for up to as many again. Where addresses are asked for it
 * looks at one in eight at least, and at all as long as few of those are there: each of them
 * counts. */
#define PATH_SLICE_NS 100000000ull
#define PATH_PER_SLICE 160u
#define PATH_CPUS 1024     /* a power of two */
#define PATH_ONE_IN_MAX 16 /* log2 */
#define PATH_LOOK_ONE_IN_MAX 3
#define PATH_RARE 25 /* per slice */

/* The order is that of a packet's way. Where a hook between two is missing their time is in the
 * second one's stage, or in PATH_DEVICES. */
enum path_stage {
	PATH_IP_FORWARD, /* received, until its route is found */
	PATH_IP_OUTPUT,  /* route known, until a device is to queue it */
	PATH_OVS_LOOKUP, /* in the datapath, until its flow is found */
	PATH_OVS_UPCALL, /* in ovs-vswitchd, there and back */
	PATH_OVS_ACTION, /* until it is at the device of its output */
	PATH_DEVICES,  /* from one device to the next: bridge, VLAN, bond, a datapath without hooks
			*/
	PATH_QDISC,    /* until the driver is called */
	PATH_DRIVER,   /* in the driver's start_xmit */
	PATH_SOFTIRQ,  /* in a CPU's backlog */
	PATH_IP_INPUT, /* from the device to its socket */
	PATH_STAGES,
};

enum path_event {
	PATH_AT_NONE,
	PATH_AT_OUTPUT,
	PATH_AT_QUEUE,
	PATH_AT_XMIT,
	PATH_AT_BACKLOG,
	PATH_AT_RECEIVE,
	PATH_AT_UPCALL,
	PATH_AT_ACTION,
	PATH_AT_SOCKET, /* its way is over, nobody has read it */
};

struct path_tuple {
	__u64 source[2], destination[2];     /* network order, IPv4 in the first four bytes */
	__u16 source_port, destination_port; /* host order */
	__u8 family, protocol;
	__u16 queue;
};

struct path_place {
	__u32 netns, ifindex;
};

struct path_track {
	__u64 skb; /* 0: free */
	__u64 start_ns, last_ns;
	struct path_place from, at;
	struct path_tuple tuple; /* family 0: not read */
	__u32 ns[PATH_STAGES];
	__u16 cpu[PATH_STAGES];
	__u8 event; /* PATH_AT_NONE: this packet is not followed */
	__u8 from_host, to_host, unused;
};

struct path_key {
	struct path_place from, to;
	__u16 from_host,
		to_host; /* the device is only where this host's own stack begins or ends */
	__u32 shard;
};

struct path_value {
	struct histogram total;
	struct histogram stage[PATH_STAGES];
};

/* The bytes of a packet by which it is known again when ovs-vswitchd gives it back. */
#define PATH_IDENTITY 64
struct path_identity {
	__u8 bytes[PATH_IDENTITY];
};

struct path_slow {
	__u64 total_ns;
	struct path_track track;
};

struct path_socket {
	__u64 sk;
	__u64 since_ns; /* its queue had nothing to read before */
};

struct path_read_key {
	__u32 netns, pid;
	__u16 port; /* its own, host order; 0: the kernel chose one for it */
	__u8 protocol, family;
};

struct path_read_value {
	struct histogram waited;
	char process[16];
};

struct path_remote_key {
	__u64 address[2];
	__u32 netns, family;
};

struct path_remote_value {
	struct histogram least; /* of the connections' least round trips */
	__u64 on_link;          /* no router in between */
};

struct path_sampler {
	__u32 skip;          /* so many pass before the next is taken */
	__u32 one_in, taken; /* log2; in this slice */
};

struct path_rate {
	__u64 slice_ns, jiffy;
	struct path_sampler looked, followed;
	__u64 look_at_all; /* in this slice, because what is asked for is there and rare */
	__u64 unused[2];
};

struct path_counters {
	__u64 seen; /* began their way in scope, of those that were looked at */
	__u64 followed;
	__u64 finished;
	__u64 crowded;   /* not followed: another packet has the place */
	__u64 evicted;   /* never seen again, and another packet needed the place */
	__u64 unmatched; /* their memory was used for another packet before their way was over */
	__u64 expired;
	__u64 lost; /* there were more ways than are kept */
	__u64 upcalls, upcalls_back;
	__u64 reads_lost; /* there were more readers than are kept */
	__u64 remotes_made, remotes_lost;
};

_Static_assert(sizeof(struct path_rate) == 64, "a cache line");
_Static_assert(sizeof(struct path_key) == 24, "no holes in a key");
_Static_assert(sizeof(struct path_read_key) == 12, "no holes in a key");
_Static_assert(sizeof(struct path_remote_key) == 24, "no holes in a key");
