/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What packet_drop.bpf.c counts and engine/probes/packet_drop.c reads. */
#pragma once

#include <linux/types.h>

#define DROP_KEYS 8192
#define DROP_TUPLES 4096
#define DROP_STACKS 1024
#define DROP_STACK_SAMPLES 4096
#define DROP_STACK_DEPTH 24

/* A stack for the first drops of a key, then one in a power of two: unwinding costs microseconds.
 */
#define DROP_STACKS_FIRST 8
#define DROP_STACKS_ONE_IN 64

#define DROP_TX 1
#define DROP_RX 2

struct drop_key {
	__u64 location;
	__u32 reason;   /* 0 where the kernel gives none */
	__u32 netns;    /* inode; 0 = unknown */
	__u32 ifindex;  /* 0 = unknown or none */
	__u16 protocol; /* IP protocol; the ethertype when family is 0 */
	__u8 family;    /* 4, 6, or 0 */
	__u8 direction; /* DROP_TX or DROP_RX */
};

struct drop_value {
	__u64 packets;
	__u64 bytes;
};

struct drop_tuple {
	__u64 location;
	__u64 source[2]; /* network order, IPv4 in the first four bytes */
	__u64 destination[2];
	__u32 reason;
	__u32 netns;
	__u32 ifindex;
	__u16 source_port, destination_port; /* host order */
	__u8 family;
	__u8 protocol;
	__u16 unused;
	__u32 unused2;
};

struct drop_stack {
	__u64 location;
	__u32 reason;
	__s32 stack; /* id in the map of stacks */
};

struct drop_counters {
	__u64 seen;
	__u64 in_scope;
	__u64 unplaced;
	__u64 lost;        /* the map of keys was full */
	__u64 tuples_made; /* entries put into the map of tuples, which forgets old ones */
	__u64 tuples_lost;
	__u64 stacks_lost;
};

_Static_assert(sizeof(struct drop_key) == 24, "no holes in a key");
_Static_assert(sizeof(struct drop_tuple) == 64, "no holes in a key");
_Static_assert(sizeof(struct drop_stack) == 16, "no holes in a key");
