// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_upcall.h"

#include <stdio.h>
#include <string.h>

#include "bpf_map.h"
#include "cleanup.h"
#include "drop_tables.h"
#include "probe.h"
#include "session.h"

enum upcall_column { NETNS, DEVICE, ERROR, HANDLER, FAMILY, PROTOCOL, PACKETS, COLUMNS };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[ERROR] = { "error", COLUMN_KEY, NULL },
	[HANDLER] = { "handler", COLUMN_KEY, NULL },
	[FAMILY] = { "family", COLUMN_KEY, NULL },
	[PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[COLUMNS] = { 0 },
};

static const struct column_spec total_columns[] = {
	{ "delivered", COLUMN_COUNTER, "packets" },
	{ "failed", COLUMN_COUNTER, "packets" },
	{ 0 },
};

enum { FACT_LOST, FACT_TOTALS };

static const struct fact_spec facts[] = {
	[FACT_LOST] = { "ovs.upcalls_lost",
			"packets without a flow that were not handed to ovs-vswitchd, by port, "
			"error "
			"and handler",
			columns },
	[FACT_TOTALS] = { "ovs.upcalls", "packets without a flow, handed over or not",
			  total_columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "ovs_upcall", "ovs_dp_upcall", "openvswitch", HOOK_FEXIT, false },
	{ 0 },
};

static const char *const maps[] = { "upcalls", "upcall_counters", NULL };

static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_ovs_upcall = {
	.name = "ovs_upcall",
	.summary = "upcalls of Open vSwitch that fail, with their error",
	.summary_zh = "Open vSwitch 失败的 upcall 及其错误码",
	.facts = facts,
	.cost = COST_DROPS,
	.hooks = hooks,
	.maps = maps,
	.collect = collect,
	.join = join,
};

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
	struct fact *fact;
	struct cell *row;

	if (map_read_counters(session_map(session, &probe_ovs_upcall, "upcall_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_ovs_upcall, "upcalls"), &upcalls, err) < 0)
		return -1;
	session_count(session, &probe_ovs_upcall, counters.delivered + counters.failed,
		      counters.lost);
	fact = evidence_add(out, probe_ovs_upcall.name, &facts[FACT_TOTALS]);
	row = table_add(fact->table);
	cell_count(&row[0], counters.delivered);
	cell_count(&row[1], counters.failed);
	fact = evidence_add(out, probe_ovs_upcall.name, &facts[FACT_LOST]);
	fact->lost = counters.lost;
	for (size_t i = 0; i < upcalls.count; i++)
		add_row(fact->table, session, map_key(&upcalls, i),
			*(const uint64_t *)map_value(&upcalls, i));
	table_sort(fact->table);
	return 0;
}

/* Devices by their number in their namespace, as another probe lists them. */
static void join(const struct session *session, struct evidence *evidence)
{
	const struct fact *links = evidence_find(evidence, "links.counters");
	struct fact *lost = evidence_find(evidence, facts[FACT_LOST].name);

	(void)session;
	for (size_t i = 0; links && links->table && lost && lost->table && i < lost->table->rows;
	     i++) {
		struct cell *row = table_row(lost->table, i);
		unsigned long long ifindex;

		if (sscanf(cell_as_text(&row[DEVICE]), "if %llu", &ifindex) != 1)
			continue;
		for (size_t k = 0; k < links->table->rows; k++)
			if (!cell_compare(&row[NETNS], table_cell(links->table, k, "netns")) &&
			    cell_as_count(table_cell(links->table, k, "ifindex")) == ifindex) {
				cell_text(&row[DEVICE],
					  cell_as_text(table_cell(links->table, k, "device")));
				break;
			}
	}
}
