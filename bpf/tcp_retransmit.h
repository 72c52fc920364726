/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What tcp_retransmit.bpf.c counts and engine/probes/tcp_retransmit.c reads. */
#pragma once

#include <linux/types.h>

#define RETRANSMIT_KEYS 4096

/* What made TCP send again. */
enum retransmit_kind {
	RETRANSMIT_OTHER,   /* a probe of the tail, or a path whose MTU shrank */
	RETRANSMIT_SYN,     /* no answer to the first segment */
	RETRANSMIT_FAST,    /* the receiver reported a gap */
	RETRANSMIT_TIMEOUT, /* nothing was heard for a whole timeout */
};

struct retransmit_key {
	__u64 source[2], destination[2]; /* network order, IPv4 in the first four bytes */
	__u32 netns;
	__u16 source_port, destination_port; /* host order */
	__u8 family, kind;
	__u16 unused;
	__u32 unused2;
};

struct retransmit_counters {
	__u64 seen, in_scope, unplaced;
	__u64 made; /* entries put into the map, which forgets old ones */
	__u64 lost;
};

_Static_assert(sizeof(struct retransmit_key) == 48, "no holes in a key");
