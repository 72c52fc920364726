/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What ovs_upcall.bpf.c counts and engine/probes/ovs_upcall.c reads. */
#pragma once

#include <linux/types.h>

#define UPCALL_KEYS 4096

struct upcall_key {
	__u32 netns;    /* inode; 0 = unknown */
	__u32 ifindex;  /* of the device that it came in by; 0 = unknown */
	__u32 handler;  /* port id of the socket; 0 = there is none */
	__u32 error;    /* errno */
	__u16 protocol; /* IP protocol; the ethertype when family is 0 */
	__u8 family;    /* 4, 6, or 0 */
	__u8 unused;
};

struct upcall_counters {
	__u64 delivered; /* in scope, and handed over */
	__u64 failed;    /* in scope, and not handed over */
	__u64 lost;      /* the map of keys was full */
};

_Static_assert(sizeof(struct upcall_key) == 20, "no holes in a key");
