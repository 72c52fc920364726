// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_upcall.h"

#include <stdio.h>
#include <string.h>

#include "bpf_map.h"
#include "cleanup.h"
#include "drop_tables.h"
#include "memory.h"
#include "probe.h"
#include "session.h"
#include "upcall_facts.h"

enum upcall_column { NETNS, DEVICE, ERROR, HANDLER, FAMILY, PROTOCOL, PACKETS, COLUMNS };

static const struct hook hooks[] = {
	{ "ovs_upcall", "ovs_dp_upcall", "openvswitch", HOOK_FEXIT, false },
	{ "ovs_upcall_start", "ovs_dp_upcall", "openvswitch", HOOK_TP_BTF, true },
	{ "ovs_upcall_message", "netlink_unicast", NULL, HOOK_FENTRY, true },
	{ "ovs_upcall_take", "skb_copy_datagram_iovec", NULL, HOOK_TP_BTF, true },
	{ "ovs_upcall_answer", "ovs_packet_cmd_execute", "openvswitch", HOOK_FENTRY, true },
	{ "ovs_upcall_sent", "ovs_packet_cmd_execute", "openvswitch", HOOK_FEXIT, true },
	{ 0 },
};

static const char *const maps[] = {
	"upcalls",      "upcall_counters", "upcall_pending",  "upcall_messages",
	"upcall_ports", "upcall_account",  "upcall_handlers", NULL,
};

static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

static int count_series(const struct session *session, struct table *into, struct error *err);

static const struct probe_series series = {
	.fact = UPCALL_FACT_SERIES,
	.count = count_series,
	.fast = true,
};

const struct probe probe_ovs_upcall = {
	.name = "ovs_upcall",
	.summary = "upcalls of Open vSwitch: how long each part takes, and those that fail",
	.summary_zh = "Open vSwitch 的 upcall：各阶段耗时，以及失败的 upcall",
	.facts = upcall_fact_specs,
	.cost = COST_DROPS,
	.hooks = hooks,
	.maps = maps,
	.series = &series,
	.since = upcall_since,
	.collect = collect,
	.join = join,
};

static int count_series(const struct session *session, struct table *into, struct error *err)
{
	return upcall_series_count(session, &probe_ovs_upcall, into, err);
}

static void add_row(struct table *table, const struct session *session,
		    const struct upcall_key *key, uint64_t packets)
{
	const struct drop_names names = { .namespaces = session_namespaces(session) };
	struct cell *row = table_add(table);
	const char *error = strerrorname_np((int)key->error);
	char text[SYMBOL_MAX];

	cell_text(&row[NETNS], drop_netns(&names, key->netns, text));
	snprintf(text, sizeof(text), "if %u", key->ifindex);
	cell_text(&row[DEVICE], key->ifindex ? text : "");
	snprintf(text, sizeof(text), "errno %u", key->error);
	cell_text(&row[ERROR], error ? error : text);
	cell_count(&row[HANDLER], key->handler);
	cell_text(&row[FAMILY], drop_family(key->family));
	cell_text(&row[PROTOCOL], drop_protocol(key->family, key->protocol, text));
	cell_count(&row[PACKETS], packets);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_map struct map_entries upcalls = { 0 };
	struct upcall_counters counters;
	uint64_t untimed = 0;
	struct fact *fact;
	struct cell *row;

	if (map_read_counters(session_map(session, &probe_ovs_upcall, "upcall_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_ovs_upcall, "upcalls"), &upcalls, err) < 0)
		return -1;
	if (upcall_times_collect(session, &probe_ovs_upcall, out, &untimed, err) < 0)
		return -1;
	session_count(session, &probe_ovs_upcall, counters.delivered + counters.failed,
		      counters.lost + untimed);
	fact = evidence_add(out, probe_ovs_upcall.name, &upcall_fact_specs[UPCALL_FACT_TOTALS]);
	row = table_add(fact->table);
	cell_count(&row[0], counters.delivered);
	cell_count(&row[1], counters.failed);
	fact = evidence_add(out, probe_ovs_upcall.name, &upcall_fact_specs[UPCALL_FACT_LOST]);
	fact->lost = counters.lost;
	for (size_t i = 0; i < upcalls.count; i++)
		add_row(fact->table, session, map_key(&upcalls, i),
			*(const uint64_t *)map_value(&upcalls, i));
	table_sort(fact->table);
	return 0;
}

static void name_devices(struct table *table, const struct table *links)
{
	int netns = table_column(table, "netns"), device = table_column(table, "device");

	for (size_t i = 0; i < table->rows; i++) {
		struct cell *row = table_row(table, i);
		unsigned long long ifindex;

		if (sscanf(cell_as_text(&row[device]), "if %llu", &ifindex) != 1)
			continue;
		for (size_t k = 0; k < links->rows; k++)
			if (!cell_compare(&row[netns], table_cell(links, k, "netns")) &&
			    cell_as_count(table_cell(links, k, "ifindex")) == ifindex) {
				cell_text(&row[device],
					  cell_as_text(table_cell(links, k, "device")));
				break;
			}
	}
	table_sort(table);
}

/* Devices by their number in their namespace, as another probe lists them. */
static void join(const struct session *session, struct evidence *evidence)
{
	static const enum upcall_fact named[] = { UPCALL_FACT_LOST, UPCALL_FACT_PORTS };
	const struct fact *links = evidence_find(evidence, "links.counters");

	(void)session;
	if (!links || !links->table)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		struct fact *fact = evidence_find(evidence, upcall_fact_specs[named[i]].name);

		if (fact && fact->table)
			name_devices(fact->table, links->table);
	}
}
