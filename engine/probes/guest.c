// SPDX-License-Identifier: BSD-2-Clause
/* Nothing is measured here: a guest's own run tells it, and 'netdoctor merge' puts the two
 * together. */
#include "guest_queues.h"
#include "probe.h"

static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_guest = {
	.name = "guest",
	.summary = "a guest's own end of its queues, from its run (netdoctor merge)",
	.summary_zh = "虚拟机一侧的队列状态，来自其自身的运行结果（netdoctor merge）",
	.facts = guest_queues_facts,
	.cost = COST_COUNTERS,
	.collect = collect,
};

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	(void)session;
	(void)err;
	evidence_absent(out, probe_guest.name, GUEST_QUEUES, ABSENT_NOT_NEEDED,
			"what a guest says of its queues comes with 'netdoctor merge'");
	return 0;
}
