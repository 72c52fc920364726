// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "attribute.h"
#include "cleanup.h"
#include "memory.h"
#include "prune.h"
#include "qdisc_message.h"
#include "route_qdisc.h"
#include "text.h"

#define FACT "qdiscs.counters"
#define KEEP_ROWS 1024 /* beyond it only those that carried something, the busiest first */

enum {
	NETNS,
	DEVICE,
	HANDLE,
	PARENT,
	KIND,
	PACKETS,
	BYTES,
	DROPS,
	OVERLIMITS,
	REQUEUES,
	BY_LIMIT,
	BACKLOG_PACKETS,
	BACKLOG_BYTES,
	LIMIT,
	LIMIT_UNIT,
	FLOW_LIMIT,
	RATE,
	BURST,
	LOSS,
	QUEUE,
	QUEUE_LENGTH,
	IFINDEX,
};

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[HANDLE] = { "handle", COLUMN_KEY, NULL },
	[PARENT] = { "parent", COLUMN_KEY, NULL },
	[KIND] = { "kind", COLUMN_KEY, NULL },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[BYTES] = { "bytes", COLUMN_COUNTER, "bytes" },
	[DROPS] = { "drops", COLUMN_COUNTER, "packets" },
	[OVERLIMITS] = { "overlimits", COLUMN_COUNTER, "count" },
	[REQUEUES] = { "requeues", COLUMN_COUNTER, "count" },
	[BY_LIMIT] = { "by_limit", COLUMN_COUNTER, "packets" },
	[BACKLOG_PACKETS] = { "backlog_packets", COLUMN_VALUE, "packets" },
	[BACKLOG_BYTES] = { "backlog_bytes", COLUMN_VALUE, "bytes" },
	[LIMIT] = { "limit", COLUMN_VALUE, "count" },
	[LIMIT_UNIT] = { "limit_unit", COLUMN_VALUE, NULL },
	[FLOW_LIMIT] = { "flow_limit", COLUMN_VALUE, "packets" },
	[RATE] = { "rate", COLUMN_VALUE, "per_s" },
	[BURST] = { "burst", COLUMN_VALUE, "bytes" },
	[LOSS] = { "loss", COLUMN_VALUE, "share" },
	[QUEUE] = { "queue", COLUMN_VALUE, NULL },
	[QUEUE_LENGTH] = { "queue_length", COLUMN_VALUE, "packets" },
	[IFINDEX] = { "ifindex", COLUMN_VALUE, NULL },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT,
	  "what each queueing discipline carried and dropped, what waits in it and how much may; "
	  "rate in bytes, by_limit the drops at the limit where it drops for other reasons too, "
	  "flow_limit what one flow may hold of it, queue_length what the device is set to",
	  columns },
	{ 0 },
};

static int read_qdiscs(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_qdiscs = {
	.name = "qdiscs",
	.summary = "counters and limits of queueing disciplines, in every namespace",
	.summary_zh = "每个命名空间中排队规则（qdisc）的计数器与上限",
	.facts = facts,
	.cost = COST_COUNTERS,
	.read = read_qdiscs,
	.collect = collect,
};

struct device {
	int ifindex;
	uint32_t queue_length;
	char name[IFNAMSIZ];
};

struct dump {
	const struct reading *reading;
	struct device *devices;
	size_t count;
	struct device *last;
};

static void forget_devices(void *data)
{
	struct dump *dump = data;

	dump->count = 0;
}

static void take_device(struct nlmsghdr *message, void *data)
{
	struct nlattr *attributes[IFLA_MAX + 1];
	const struct ifinfomsg *link = nlmsg_data(message);
	struct dump *dump = data;
	struct device *device;

	if (message->nlmsg_type != RTM_NEWLINK ||
	    nlmsg_parse(message, sizeof(*link), attributes, IFLA_MAX, NULL) < 0 ||
	    !attributes[IFLA_IFNAME])
		return;
	dump->devices = must_realloc(dump->devices, (dump->count + 1) * sizeof(*device));
	device = &dump->devices[dump->count++];
	*device = (struct device){ .ifindex = link->ifi_index };
	nla_strlcpy(device->name, attributes[IFLA_IFNAME], sizeof(device->name));
	if (attributes[IFLA_TXQLEN])
		device->queue_length = attribute_u32(attributes[IFLA_TXQLEN]);
}

/* Qdiscs come device by device, in the order of the links. */
static const struct device *find_device(struct dump *dump, int ifindex)
{
	if (dump->last && dump->last->ifindex == ifindex)
		return dump->last;
	for (size_t i = 0; i < dump->count; i++)
		if (dump->devices[i].ifindex == ifindex)
			return dump->last = &dump->devices[i];
	return NULL;
}

static void begin_qdiscs(void *data)
{
	struct dump *dump = data;

	dump->last = NULL;
	table_free(dump->reading->tables[0]);
	dump->reading->tables[0] = table_new(columns);
}

static void fill_counters(struct cell *row, const struct qdisc *qdisc)
{
	cell_count(&row[PACKETS], qdisc->packets);
	cell_count(&row[BYTES], qdisc->bytes);
	cell_count(&row[DROPS], qdisc->drops);
	cell_count(&row[OVERLIMITS], qdisc->overlimits);
	cell_count(&row[REQUEUES], qdisc->requeues);
	if (qdisc->tells_by_limit)
		cell_count(&row[BY_LIMIT], qdisc->by_limit);
	cell_count(&row[BACKLOG_PACKETS], qdisc->backlog_packets);
	cell_count(&row[BACKLOG_BYTES], qdisc->backlog_bytes);
}

/* pfifo_fast holds the device's queue length in each of its bands. */
static void fill_limit(struct cell *row, const struct qdisc *qdisc, const struct device *device)
{
	if (qdisc->limit_unit) {
		cell_count(&row[LIMIT], qdisc->limit);
		cell_text(&row[LIMIT_UNIT], qdisc->limit_unit);
	} else if (!strcmp(qdisc->kind, "pfifo_fast")) {
		cell_count(&row[LIMIT], device->queue_length);
		cell_text(&row[LIMIT_UNIT], "packets");
	}
	if (qdisc->flow_limit)
		cell_count(&row[FLOW_LIMIT], qdisc->flow_limit);
	if (qdisc->rate)
		cell_count(&row[RATE], qdisc->rate);
	if (qdisc->burst)
		cell_count(&row[BURST], qdisc->burst);
	if (qdisc->loss > 0)
		cell_real(&row[LOSS], qdisc->loss);
}

/* A qdisc without a queue (noqueue) counts nothing and has no limit. */
static void take_qdisc(struct nlmsghdr *message, void *data)
{
	char handle[QDISC_NAME_MAX], parent[QDISC_NAME_MAX];
	const struct device *device;
	struct dump *dump = data;
	struct qdisc qdisc;
	struct cell *row;

	if (!qdisc_parse(message, &qdisc) || !strcmp(qdisc.kind, "noqueue"))
		return;
	device = find_device(dump, qdisc.ifindex);
	if (!device)
		return;
	qdisc_name(qdisc.handle, handle);
	qdisc_name(qdisc.parent, parent);
	row = reading_row(dump->reading, 0);
	cell_system_text(&row[DEVICE], device->name);
	cell_text(&row[HANDLE], handle);
	cell_text(&row[PARENT], parent);
	cell_system_text(&row[KIND], qdisc.kind);
	fill_counters(row, &qdisc);
	fill_limit(row, &qdisc, device);
	cell_count(&row[QUEUE_LENGTH], device->queue_length);
	cell_count(&row[IFINDEX], (uint64_t)device->ifindex);
}

static bool is_parent(const struct cell *row, const struct cell *child, size_t major)
{
	const char *kind = cell_as_text(&row[KIND]), *handle = cell_as_text(&row[HANDLE]);

	return (!strcmp(kind, "mq") || !strcmp(kind, "mqprio")) &&
	       !strcmp(cell_as_text(&row[NETNS]), cell_as_text(&child[NETNS])) &&
	       !strcmp(cell_as_text(&row[DEVICE]), cell_as_text(&child[DEVICE])) &&
	       strlen(handle) == major && !strncmp(handle, cell_as_text(&child[PARENT]), major);
}

/* Class N of mq is transmit queue N - 1 of its device. */
static void name_queues(const struct table *table)
{
	for (size_t i = 0; i < table->rows; i++) {
		struct cell *child = table_row(table, i);
		const char *parent = cell_as_text(&child[PARENT]);
		const char *minor = strchr(parent, ':');

		if (!minor || !minor[1])
			continue;
		for (size_t j = 0; j < table->rows; j++)
			if (is_parent(table_row(table, j), child, (size_t)(minor + 1 - parent)))
				cell_count(&child[QUEUE], strtoul(minor + 1, NULL, 16) - 1);
	}
}

static int read_qdiscs(const struct reading *reading, struct error *err)
{
	struct dump dump = { .reading = reading };
	cleanup_route struct nl_sock *socket = NULL;
	int r = route_open(&socket, err);

	if (r == 0)
		r = route_dump_links(socket, forget_devices, take_device, &dump, err);
	if (r == 0)
		r = route_dump_qdiscs(socket, begin_qdiscs, take_qdisc, &dump, err);
	free(dump.devices);
	return r;
}

static bool keep_counted(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return row_counted(table, row);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, FACT);

	(void)session;
	(void)err;
	if (!fact || !fact->table)
		return 0;
	if (fact->table->rows > KEEP_ROWS) {
		fact->cut += table_keep_if(fact->table, keep_counted, NULL);
		fact->cut += table_keep_largest(fact->table, "packets", KEEP_ROWS);
	}
	name_queues(fact->table);
	return 0;
}
