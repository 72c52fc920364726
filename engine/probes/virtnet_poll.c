// SPDX-License-Identifier: BSD-2-Clause
#include "virtnet.h"

#include "bpf_map.h"
#include "bpf_object.h"
#include "cleanup.h"
#include "kernel_btf.h"
#include "memory.h"
#include "probe.h"
#include "session.h"
#include "symbols.h"
#include "text.h"
#include "virtnet_list.h"

enum {
	NETNS,
	DEVICE,
	DIRECTION,
	QUEUE,
	POLLS,
	PACKETS,
	EXHAUSTED,
	EMPTY,
	BUSY,
	KSOFTIRQD,
	THREADED,
	BUDGET,
};

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[DIRECTION] = { "direction", COLUMN_KEY, NULL },
	[QUEUE] = { "queue", COLUMN_KEY, "count" },
	[POLLS] = { "polls", COLUMN_COUNTER, "count" },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[EXHAUSTED] = { "exhausted", COLUMN_COUNTER, "count" },
	[EMPTY] = { "empty", COLUMN_COUNTER, "count" },
	[BUSY] = { "busy", COLUMN_COUNTER, "count" },
	[KSOFTIRQD] = { "ksoftirqd", COLUMN_COUNTER, "count" },
	[THREADED] = { "threaded", COLUMN_COUNTER, "count" },
	[BUDGET] = { "budget", COLUMN_VALUE, "packets" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "virtnet.polls",
	  "polls of each queue of a guest's virtio-net devices: what they took, how often all that "
	  "they might (busy polling aside), and who polled",
	  columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "virtnet_poll", "napi_poll", NULL, HOOK_TP_BTF, false },
	{ 0 },
};

static const char *const maps[] = { "virtnet_polled", "virtnet_poll_counters", NULL };
static const char *const types[] = { "virtio_net", NULL };

static void configure(struct netdoctor_bpf *bpf, const struct session *session);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_virtnet_poll = {
	.name = "virtnet_poll",
	.summary = "polling of a guest's virtio-net queues: work against budget, and by whom",
	.summary_zh = "虚拟机 virtio-net 队列的轮询：工作量与预算、由谁轮询",
	.facts = facts,
	.cost = COST_PACKETS,
	.hooks = hooks,
	.maps = maps,
	.types = types,
	.configure = configure,
	.collect = collect,
};

static void configure(struct netdoctor_bpf *bpf, const struct session *session)
{
	int64_t bit;

	virtnet_configure(bpf, session);
	if (kernel_btf_enumerator(session_kernel(session), "NAPI_STATE_IN_BUSY_POLL", &bit) &&
	    bit >= 0 && bit < 64)
		bpf->rodata->virtnet_busy_bit = 1ull << bit;
}

static bool add_row(struct table *table, const struct session *session,
		    const struct nic_list *devices, const struct virtnet_polled *polled)
{
	const struct nic *nic = virtnet_by_ifindex(devices, polled->ifindex);
	char text[SYMBOL_MAX];
	struct cell *row;

	if (!nic)
		return true;
	row = table_add(table);
	cell_text(&row[NETNS],
		  netns_name(session_namespaces(session), polled->netns, text, sizeof(text)));
	cell_system_text(&row[DEVICE], nic->name);
	cell_text(&row[DIRECTION], virtnet_direction(polled->direction));
	if (polled->direction)
		cell_count(&row[QUEUE], polled->queue);
	cell_count(&row[POLLS], polled->polls);
	cell_count(&row[PACKETS], polled->packets);
	cell_count(&row[EXHAUSTED], polled->exhausted);
	cell_count(&row[EMPTY], polled->empty);
	cell_count(&row[BUSY], polled->busy);
	cell_count(&row[KSOFTIRQD], polled->ksoftirqd);
	cell_count(&row[THREADED], polled->threaded);
	cell_count(&row[BUDGET], polled->budget);
	return polled->direction;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_free struct nic_list *devices = must_calloc(1, sizeof(*devices));
	cleanup_map struct map_entries polled = { 0 };
	struct virtnet_poll_counters counters;
	bool known = true;
	struct fact *fact;

	if (map_read_counters(session_map(session, &probe_virtnet_poll, "virtnet_poll_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_virtnet_poll, "virtnet_polled"), &polled, err) < 0)
		return -1;
	virtnet_list(devices, false);
	session_count(session, &probe_virtnet_poll, counters.polls, counters.lost);
	fact = evidence_add(out, probe_virtnet_poll.name, &facts[0]);
	fact->lost = counters.lost;
	for (size_t i = 0; i < polled.count; i++)
		known &= add_row(fact->table, session, devices, map_value(&polled, i));
	if (!known)
		session_lacks(session, &probe_virtnet_poll,
			      "this kernel does not describe the types of its module virtio_net: "
			      "which queue was polled is not known");
	table_merge(fact->table);
	return 0;
}
