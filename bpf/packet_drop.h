/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What packet_drop.bpf.c counts and engine/probes/packet_drop.c reads. */
#pragma once

#include <linux/types.h>

#define DROP_KEYS 8192
#define DROP_TUPLES 4096
#define DROP_STACKS 1024
#define DROP_STACK_SAMPLES 4096
#define DROP_STACK_DEPTH 24

/* A stack for the first drops of a key, then of one in a power of two, then of one in a larger one:
 * unwinding costs far more than counting. */
#define DROP_STACKS_FIRST 8
#define DROP_STACKS_ONE_IN 64
#define DROP_STACKS_MANY 1024
#define DROP_STACKS_ONE_IN_MANY 1024

/* The conversations of a key are counted packet by packet, and from so many packets on one in some
 * is counted for all of them: a flood from many addresses would make an entry for each. */
#define DROP_TUPLES_MANY 8192
#define DROP_TUPLES_ONE_IN 16

#define DROP_TX 1
#define DROP_RX 2
/* With one of them: the packet was for a group of receivers. */
#define DROP_MULTICAST 0x10
/* With one of them: a TCP segment without data, SYN, FIN or RST; one that asks for a connection;
 * one that ends its stream. */
#define DROP_ACK 0x20
#define DROP_SYN 0x40
#define DROP_FIN 0x80

/* Dropped packets in full, of each CPU the latest; taken when a stack is. As many on a large host
 * as on one of 128 CPUs, but a few of each CPU. */
#define DROP_SAMPLES 4096
#define DROP_SAMPLES_LEAST 4 /* of a CPU; powers of two */
#define DROP_SAMPLES_MOST 32
#define DROP_SAMPLES_IN_FULL 8 /* times as many, when every packet is to be shown */
#define DROP_SAMPLE_TAGS 2

enum drop_tunnel { DROP_TUNNEL_NONE, DROP_TUNNEL_VXLAN, DROP_TUNNEL_GENEVE };

/* In place of a reason where the kernel gives none: what the packet itself tells. */
enum drop_packet {
	DROP_PACKET_PLAIN,
	DROP_PACKET_OTHER_HOST, /* its frame is for another machine */
	DROP_PACKET_LAST_HOP,   /* it has no hop left */
};

struct drop_key {
	__u64 location;
	__u32 reason;   /* the kernel's, or enum drop_packet */
	__u32 netns;    /* inode; 0 = unknown */
	__u32 ifindex;  /* 0 = unknown or none */
	__u16 protocol; /* IP protocol; the ethertype when family is 0 */
	__u8 family;    /* 4, 6, or 0 */
	__u8 direction; /* DROP_TX or DROP_RX, and the marks above */
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

struct drop_conversation {
	__u64 source[2], destination[2];     /* network order, IPv4 in the first four bytes */
	__u16 source_port, destination_port; /* host order */
	__u8 family, protocol;
	__u16 unused;
};

/* One dropped packet. What its headers did not tell is 0. */
struct drop_sample {
	__u64 number;  /* on its CPU, from 1; 0 = none taken yet */
	__u64 time_ns; /* CLOCK_MONOTONIC */
	__u64 location;
	struct drop_conversation outer, inner; /* inner: behind a tunnel's header */
	__u32 reason, netns, ifindex, length;
	__u32 tid, vni;
	__u16 ethertype;
	__u16 tag_type[DROP_SAMPLE_TAGS], tag[DROP_SAMPLE_TAGS]; /* outermost first; 0 = none */
	__u16 id;
	__u8 mac, mac_source[6], mac_destination[6]; /* mac: the two addresses were there */
	__u8 ttl, tos, tcp_flags, tunnel, direction;
	char process[16];
};

struct drop_counters {
	__u64 seen;
	__u64 in_scope;
	__u64 unplaced;
	__u64 lost;        /* the map of keys was full */
	__u64 tuples_made; /* entries put into the map of tuples, which forgets old ones */
	__u64 tuples_lost;
	__u64 stacks_lost;
	__u64 samples;
};

_Static_assert(sizeof(struct drop_key) == 24, "no holes in a key");
_Static_assert(sizeof(struct drop_tuple) == 64, "no holes in a key");
_Static_assert(sizeof(struct drop_stack) == 16, "no holes in a key");
