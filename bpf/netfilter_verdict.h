/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What netfilter_verdict.bpf.c counts and engine/probes/netfilter_verdict.c reads. */
#pragma once

#include <linux/types.h>

#define VERDICT_KEYS 1024
#define VERDICT_NAME 64

struct verdict_key {
	__u64 chain; /* its address: tells chains apart while they are watched */
	__u64 rule;  /* handle; 0 = unknown, or the chain's policy */
	__u32 netns; /* inode */
	__u8 family; /* of the table: NFPROTO_* */
	__u8 hook;
	__u16 unused;
};

/* Names are cut to fit and end with a zero. */
struct verdict_value {
	__u64 packets;
	char table[VERDICT_NAME];
	char chain[VERDICT_NAME];
};

struct verdict_counters {
	__u64 in_scope;
	__u64 lost; /* the map was full */
};

_Static_assert(sizeof(struct verdict_key) == 24, "no holes in a key");
