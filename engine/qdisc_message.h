// SPDX-License-Identifier: BSD-2-Clause
/*
 * One queueing discipline as rtnetlink tells of it (RTM_NEWQDISC).
 *
 * The limit is what the discipline itself says it may hold; pfifo_fast says none (it holds
 * txqueuelen of the device in each band). `by_limit` counts the drops that were made because the
 * limit was reached, for the kinds that drop for other reasons too and tell them apart.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <netlink/msg.h>

struct qdisc {
	int ifindex;
	uint32_t handle, parent;
	char kind[16];
	uint64_t packets, bytes;
	uint64_t drops, overlimits, requeues;
	uint64_t backlog_packets, backlog_bytes;
	uint64_t limit;
	const char *limit_unit; /* "packets" or "bytes"; NULL: it tells no limit */
	uint32_t flow_limit;    /* packets of one flow that fq holds, 0: it tells none */
	uint64_t rate;          /* bytes per second it lets through, 0: it tells none */
	uint64_t burst;         /* bytes that it lets through at once, 0: it tells none */
	double loss;            /* share that netem is told to lose */
	bool tells_by_limit;
	uint64_t by_limit;
};

/* False when the message is none of a qdisc. */
bool qdisc_parse(struct nlmsghdr *message, struct qdisc *ret_qdisc);

#define QDISC_NAME_MAX 16
/* "1:", "root", "ingress", "1:2", as tc writes them. */
void qdisc_name(uint32_t handle, char ret_name[QDISC_NAME_MAX]);
