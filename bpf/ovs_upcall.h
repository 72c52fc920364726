/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What ovs_upcall*.bpf.c count and engine/probes/ovs_upcall.c reads. */
#pragma once

#include "histogram_layout.h"

#define UPCALL_KEYS 4096
#define UPCALL_PORTS 1024
#define UPCALL_MESSAGES 8192 /* on their way at one time; the oldest goes */
#define UPCALL_HANDLERS 256  /* a thread's place is its number modulo this */
#define UPCALL_BATCH 64      /* what ovs-vswitchd takes before it answers */

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

enum upcall_kind { UPCALL_MISS = 1, UPCALL_ACTION = 2 }; /* as OVS_PACKET_CMD_* */

/* Where a packet without a flow, or one that a flow sends up, came in. */
struct upcall_port {
	__u32 netns;
	__u32 ifindex;
	__u16 protocol;
	__u8 family;
	__u8 kind;
};

struct upcall_port_counts {
	__u64 upcalls;
	__u64 taken;   /* by a handler */
	__u64 wait_ns; /* of those */
	__u64 wait_most_ns;
};

/* One message to ovs-vswitchd, until a handler takes it. */
struct upcall_message {
	__u64 start_ns;
	struct upcall_port port;
	__u32 portid;
};

/* The upcall that a CPU makes right now: its messages are sent before it does anything else. */
struct upcall_pending {
	struct upcall_message message;
	__u64 sent; /* address of its last message; 0 = none yet */
};

struct upcall_taken {
	__u64 start_ns, taken_ns;
	__u64 packet; /* its first bytes, mixed */
};

enum upcall_part { UPCALL_WAIT, UPCALL_WORK, UPCALL_EXECUTE, UPCALL_WHOLE, UPCALL_PARTS };

/* One thread of ovs-vswitchd. Only the thread itself changes its place. */
struct upcall_handler {
	__u32 tid, pid;
	char name[16];
	__u32 cpu; /* where it last took one */
	__u32 wait_most_cpu;
	__u64 taken;
	__u64 answered; /* the packet came back to be sent on */
	__u64 decided;  /* the handler went on without an answer: a decision to drop, or its own */
	__u64 own;      /* packets that it sent without having been asked */
	__u64 executing_ns, executing_start_ns;
	__u32 batch, next, matched, answers;
	struct upcall_taken batched[UPCALL_BATCH];
	struct histogram parts[UPCALL_PARTS];
};

struct upcall_account {
	__u64 upcalls; /* in scope, on this CPU */
	__u64 handed;  /* messages: one that is cut into segments makes several */
	__u64 refused; /* messages that the socket did not take */
	__u64 taken;
	__u64 wait_ns; /* of those taken */
	__u64 lost;    /* a table was full, or two threads had the same place */
};

_Static_assert(sizeof(struct upcall_key) == 20, "no holes in a key");
_Static_assert(sizeof(struct upcall_port) == 12, "no holes in a key");
