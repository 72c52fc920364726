/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/* What answers.bpf.c counts and engine/probes/answers.c reads. */
#pragma once

#include <linux/types.h>

#define ANSWER_PAIRS 2048

/* A question whose answer did not come within this time, and not within so many times what answers
 * took before, is given up when the next one is asked. */
#define ANSWER_GIVEN_UP_NS 20000000ull
#define ANSWER_GIVEN_UP_TIMES 8

enum answer_begun {
	ANSWER_ASKS = 1, /* its first packet left by the device */
	ANSWER_SERVES,   /* its first packet came in */
};

/* A conversation at one device. */
struct answer_pair {
	__u64 near[2], far[2]; /* network order, IPv4 in the first four bytes */
	__u32 netns, ifindex;
	__u16 near_port, far_port; /* host order; of echo the identifier, and 0 */
	__u8 family, protocol;
	__u16 unused;
};

struct answer_value {
	__u64 questions, answers;
	__u64 given_up; /* UDP: not answered when the next question was asked */
	__u64 late;     /* UDP: answers to those given up, after all */
	__u64 doubled;  /* UDP: answers that no question was before */
	__u64 settled;  /* echo: questions up to the latest that was answered */
	__u64 asked_ns, answered_ns;
	__u64 waited_ns; /* sum over the answers */
	__u16 first;     /* echo: sequence number */
	__u8 begun, open;
	__u32 passing; /* asked by somebody behind another device of this host */
};

struct answer_counters {
	__u64 made, lost;
};

_Static_assert(sizeof(struct answer_pair) == 48, "no holes in a key");
