// SPDX-License-Identifier: BSD-2-Clause
#include "qdisc_message.h"

#include <stdio.h>
#include <string.h>

#include <linux/gen_stats.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "attribute.h"
#include "cleanup.h"

/* Bytes of a struct that the attribute has; what an older kernel lacks stays zero. */
static void take(void *to, size_t size, struct nlattr *attribute)
{
	memset(to, 0, size);
	if (attribute)
		nla_memcpy(to, attribute, (int)size);
}

static void take_stats(struct qdisc *qdisc, struct nlattr *nest)
{
	struct nlattr *stats[TCA_STATS_MAX + 1];
	struct gnet_stats_basic basic;
	struct gnet_stats_queue queue;

	if (!nest || nla_parse_nested(stats, TCA_STATS_MAX, nest, NULL) < 0)
		return;
	take(&basic, sizeof(basic), stats[TCA_STATS_BASIC]);
	take(&queue, sizeof(queue), stats[TCA_STATS_QUEUE]);
	qdisc->bytes = basic.bytes;
	qdisc->packets =
		stats[TCA_STATS_PKT64] ? nla_get_u64(stats[TCA_STATS_PKT64]) : basic.packets;
	qdisc->drops = queue.drops;
	qdisc->overlimits = queue.overlimits;
	qdisc->requeues = queue.requeues;
	qdisc->backlog_packets = queue.qlen;
	qdisc->backlog_bytes = queue.backlog;
}

static void set_limit(struct qdisc *qdisc, uint64_t limit, const char *unit)
{
	qdisc->limit = limit;
	qdisc->limit_unit = unit;
}

static struct nlattr *option(struct nlattr *options, int type, int size)
{
	struct nlattr *found = nla_find(nla_data(options), nla_len(options), type);

	return found && nla_len(found) >= size ? found : NULL;
}

/* The kernel keeps a burst as the time that it takes at the rate, in ticks of 64 ns; it is 32 bits
 * wide itself, so what does not fit our 64 is no burst. */
static uint64_t burst_of(uint64_t rate, uint32_t ticks)
{
	double bytes = (double)rate * ticks * 64e-9 + 0.5;

	return bytes < 0x1p63 ? (uint64_t)bytes : 0;
}

static void take_tbf(struct qdisc *qdisc, struct nlattr *options)
{
	struct nlattr *rate = option(options, TCA_TBF_RATE64, 8);
	struct tc_tbf_qopt tbf;

	take(&tbf, sizeof(tbf), option(options, TCA_TBF_PARMS, 0));
	set_limit(qdisc, tbf.limit, "bytes");
	qdisc->rate = rate ? nla_get_u64(rate) : tbf.rate.rate;
	qdisc->burst = burst_of(qdisc->rate, tbf.buffer);
}

static void take_netem(struct qdisc *qdisc, struct nlattr *options)
{
	struct tc_netem_qopt netem;

	take(&netem, sizeof(netem), options);
	set_limit(qdisc, netem.limit, "packets");
	qdisc->loss = netem.loss / (double)UINT32_MAX;
}

static void take_red(struct qdisc *qdisc, struct nlattr *options)
{
	struct tc_red_qopt red;

	take(&red, sizeof(red), option(options, TCA_RED_PARMS, 0));
	set_limit(qdisc, red.limit, "bytes");
}

static void take_cake(struct qdisc *qdisc, struct nlattr *options)
{
	struct nlattr *memory = option(options, TCA_CAKE_MEMORY, 4);
	struct nlattr *rate = option(options, TCA_CAKE_BASE_RATE64, 8);

	if (memory && attribute_u32(memory))
		set_limit(qdisc, attribute_u32(memory), "bytes");
	qdisc->rate = rate ? nla_get_u64(rate) : 0;
}

static void take_fq(struct qdisc *qdisc, struct nlattr *options)
{
	struct nlattr *limit = option(options, TCA_FQ_PLIMIT, 4);
	struct nlattr *of_flow = option(options, TCA_FQ_FLOW_PLIMIT, 4);

	if (limit)
		set_limit(qdisc, attribute_u32(limit), "packets");
	qdisc->flow_limit = of_flow ? attribute_u32(of_flow) : 0;
}

/* Options that begin with a struct whose first number is the limit. */
static void take_fifo(struct qdisc *qdisc, struct nlattr *options)
{
	struct tc_fifo_qopt fifo;

	take(&fifo, sizeof(fifo), options);
	set_limit(qdisc, fifo.limit, !strcmp(qdisc->kind, "bfifo") ? "bytes" : "packets");
}

static void take_sfq(struct qdisc *qdisc, struct nlattr *options)
{
	struct tc_sfq_qopt sfq;

	take(&sfq, sizeof(sfq), options);
	set_limit(qdisc, sfq.limit, "packets");
}

static const struct kind {
	const char *name;
	int limit; /* attribute that holds a limit in packets, or 0 */
	void (*take)(struct qdisc *qdisc, struct nlattr *options);
} kinds[] = {
	{ "bfifo", 0, take_fifo },
	{ "cake", 0, take_cake },
	{ "codel", TCA_CODEL_LIMIT, NULL },
	{ "fq", 0, take_fq },
	{ "fq_codel", TCA_FQ_CODEL_LIMIT, NULL },
	{ "fq_pie", TCA_FQ_PIE_LIMIT, NULL },
	{ "netem", 0, take_netem },
	{ "pfifo", 0, take_fifo },
	{ "pfifo_head_drop", 0, take_fifo },
	{ "pie", TCA_PIE_LIMIT, NULL },
	{ "red", 0, take_red },
	{ "sfq", 0, take_sfq },
	{ "tbf", 0, take_tbf },
};

static void take_options(struct qdisc *qdisc, struct nlattr *options)
{
	for (size_t i = 0; options && i < ARRAY_SIZE(kinds); i++) {
		struct nlattr *limit;

		if (strcmp(kinds[i].name, qdisc->kind))
			continue;
		if (kinds[i].take)
			kinds[i].take(qdisc, options);
		else if ((limit = option(options, kinds[i].limit, 4)))
			set_limit(qdisc, attribute_u32(limit), "packets");
	}
}

/* Drops are counted in 32 bits, and go round there. */
static uint32_t but(uint64_t drops, uint64_t others)
{
	return (uint32_t)(drops - others);
}

/* Kinds that also drop before they are full say how often they were. */
static void take_own_stats(struct qdisc *qdisc, struct nlattr *nest)
{
	struct nlattr *app = nest ? option(nest, TCA_STATS_APP, 4) : NULL;
	struct {
		uint32_t type;
		struct tc_fq_codel_qd_stats stats;
	} fq_codel;
	struct tc_fq_pie_xstats fq_pie;
	struct tc_codel_xstats codel;
	struct tc_fq_qd_stats fq;
	struct tc_pie_xstats pie;
	struct tc_red_xstats red;

	if (!app)
		return;
	qdisc->tells_by_limit = true;
	if (!strcmp(qdisc->kind, "fq_codel")) {
		take(&fq_codel, sizeof(fq_codel), app);
		qdisc->by_limit = fq_codel.stats.drop_overlimit;
	} else if (!strcmp(qdisc->kind, "codel")) {
		take(&codel, sizeof(codel), app);
		qdisc->by_limit = codel.drop_overlimit;
	} else if (!strcmp(qdisc->kind, "red")) {
		take(&red, sizeof(red), app);
		qdisc->by_limit = red.pdrop;
	} else if (!strcmp(qdisc->kind, "pie")) {
		take(&pie, sizeof(pie), app);
		qdisc->by_limit = pie.overlimit;
	} else if (!strcmp(qdisc->kind, "fq_pie")) {
		take(&fq_pie, sizeof(fq_pie), app);
		qdisc->by_limit = fq_pie.overlimit;
	} else if (!strcmp(qdisc->kind, "fq")) {
		take(&fq, sizeof(fq), app);
		qdisc->by_limit = but(qdisc->drops, fq.flows_plimit + fq.horizon_drops);
	} else {
		qdisc->tells_by_limit = false;
	}
}

bool qdisc_parse(struct nlmsghdr *message, struct qdisc *ret_qdisc)
{
	struct nlattr *attributes[TCA_MAX + 1];
	const struct tcmsg *head = nlmsg_data(message);
	struct qdisc qdisc = { 0 };

	if (message->nlmsg_type != RTM_NEWQDISC ||
	    nlmsg_parse(message, sizeof(*head), attributes, TCA_MAX, NULL) < 0 ||
	    !attributes[TCA_KIND])
		return false;
	qdisc.ifindex = head->tcm_ifindex;
	qdisc.handle = head->tcm_handle;
	qdisc.parent = head->tcm_parent;
	nla_strlcpy(qdisc.kind, attributes[TCA_KIND], sizeof(qdisc.kind));
	take_stats(&qdisc, attributes[TCA_STATS2]);
	take_options(&qdisc, attributes[TCA_OPTIONS]);
	take_own_stats(&qdisc, attributes[TCA_STATS2]);
	*ret_qdisc = qdisc;
	return true;
}

void qdisc_name(uint32_t handle, char ret_name[QDISC_NAME_MAX])
{
	unsigned major = TC_H_MAJ(handle) >> 16, minor = TC_H_MIN(handle);

	if (handle == TC_H_ROOT)
		snprintf(ret_name, QDISC_NAME_MAX, "root");
	else if (handle == TC_H_INGRESS)
		snprintf(ret_name, QDISC_NAME_MAX, "ingress");
	else if (minor)
		snprintf(ret_name, QDISC_NAME_MAX, "%x:%x", major, minor);
	else
		snprintf(ret_name, QDISC_NAME_MAX, "%x:", major);
}
