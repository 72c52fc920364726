// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_flows.h"

#include <string.h>

#include <netlink/errno.h>

#include "attribute.h"
#include "cleanup.h"
#include "memory.h"
#include "ovs_control.h"
#include "ovs_ports.h"
#include "session.h"
#include "text.h"

#define ANSWER_MAX (64 << 10)
#define CONTROL_MS 1000
#define COUNTER_MS 250 /* it has just answered; all of this must stay below a reader's patience */
#define MAX_DATAPATHS 16

static const struct column_spec table_columns[] = {
	[TABLE_NETNS] = { "netns", COLUMN_KEY, NULL },
	[TABLE_DATAPATH] = { "datapath", COLUMN_KEY, NULL },
	[TABLE_FLOWS] = { "flows", COLUMN_VALUE, "entries" },
	[TABLE_LISTED] = { "listed", COLUMN_VALUE, "entries" },
	[TABLE_ONE_IN] = { "one_in", COLUMN_VALUE, "count" },
	[TABLE_WHOLE] = { "whole", COLUMN_VALUE, NULL },
	[TABLE_MOST] = { "most", COLUMN_VALUE, "entries" },
	[TABLE_LIMIT] = { "limit", COLUMN_VALUE, "entries" },
	[TABLE_DUMP_MS] = { "dump_ms", COLUMN_VALUE, "ms" },
	[TABLE_REFUSED] = { "refused", COLUMN_VALUE, "entries" },
	[TABLE_EMPTIED] = { "emptied", COLUMN_VALUE, "count" },
	[TABLE_KNOWN] = { "known", COLUMN_VALUE, "entries" },
	[TABLE_FRESH] = { "fresh", COLUMN_VALUE, "entries" },
	[TABLE_GONE] = { "gone", COLUMN_VALUE, "entries" },
	[TABLE_FRESH_PACKETS] = { "fresh_packets", COLUMN_VALUE, "packets" },
	[TABLE_FRESH_SINGLE] = { "fresh_single", COLUMN_VALUE, "entries" },
	{ 0 },
};

static const struct column_spec flow_columns[] = {
	[FLOW_NETNS] = { "netns", COLUMN_KEY, NULL },
	[FLOW_DATAPATH] = { "datapath", COLUMN_KEY, NULL },
	[FLOW_ID] = { "flow", COLUMN_KEY, NULL },
	[FLOW_PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[FLOW_BYTES] = { "bytes", COLUMN_COUNTER, "bytes" },
	[FLOW_DROPS] = { "drops", COLUMN_VALUE, NULL },
	[FLOW_TOLD] = { "told", COLUMN_VALUE, NULL },
	[FLOW_FRESH] = { "fresh", COLUMN_VALUE, NULL },
	[FLOW_IDLE_MS] = { "idle_ms", COLUMN_VALUE, "ms" },
	[FLOW_DEVICE] = { "device", COLUMN_VALUE, NULL },
	[FLOW_FAMILY] = { "family", COLUMN_VALUE, NULL },
	[FLOW_PROTOCOL] = { "protocol", COLUMN_VALUE, NULL },
	[FLOW_ADDRESS] = { "address", COLUMN_VALUE, NULL },
	[FLOW_PORT] = { "port", COLUMN_VALUE, NULL },
	[FLOW_KEY] = { "key", COLUMN_VALUE, NULL },
	[FLOW_ACTIONS] = { "actions", COLUMN_VALUE, NULL },
	{ 0 },
};

const struct fact_spec ovs_flow_specs[] = {
	[OVS_FLOW_TABLES] = { "ovs.flow_tables",
			      "megaflow tables: entries, limit, and what came and went in the "
			      "window",
			      table_columns },
	[OVS_FLOWS] = { "ovs.flows", "megaflows that drop packets, and the busiest others",
			flow_columns },
	{ 0 },
};

static int read_flows(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_ovs_flows = {
	.name = "ovs_flows",
	.summary = "the megaflow tables of Open vSwitch datapaths in the kernel",
	.summary_zh = "内核 Open vSwitch 数据路径的 megaflow 表",
	.facts = ovs_flow_specs,
	.cost = COST_COUNTERS,
	.seldom = true,
	.read = read_flows,
	.collect = collect,
	.join = join,
};

struct datapaths {
	struct ovs_datapath entries[MAX_DATAPATHS];
	uint64_t flows[MAX_DATAPATHS];
	size_t count;
};

static void take_datapath(const struct ovs_answer *answer, void *data)
{
	struct nlattr **attributes = answer->attributes;
	struct datapaths *datapaths = data;
	struct ovs_dp_stats stats = { 0 };
	struct cell name = { 0 };

	if (datapaths->count == MAX_DATAPATHS || !attributes[OVS_DP_ATTR_NAME] ||
	    !attributes[OVS_DP_ATTR_STATS])
		return;
	nla_memcpy(&stats, attributes[OVS_DP_ATTR_STATS], sizeof(stats));
	cell_system_text(&name, attribute_text(attributes[OVS_DP_ATTR_NAME]));
	datapaths->flows[datapaths->count] = stats.n_flows;
	datapaths->entries[datapaths->count++] =
		(struct ovs_datapath){ .name = must_strdup(cell_as_text(&name)),
				       .number = answer->datapath };
	cell_text(&name, NULL);
}

/* False when the switch did not answer: then it is not asked for another one. */
static bool add_counter(struct cell *cell, const char *name)
{
	uint64_t count;

	if (!ovs_control_counter(name, COUNTER_MS, &count))
		return false;
	cell_count(cell, count);
	return true;
}

/* What the switch in user space says of its tables; it is the one that keeps the limit. Its
 * counters, which older switches lack, are of all its datapaths: with several nobody can tell whose
 * they are. */
static void add_limits(const struct reading *reading)
{
	cleanup_free char *text = must_calloc(1, ANSWER_MAX);
	const struct table *tables = reading->tables[OVS_FLOW_TABLES];

	if (!tables->rows || !reading->ns->self ||
	    !ovs_control_ask("upcall/show", NULL, CONTROL_MS, text, ANSWER_MAX))
		return;
	for (size_t i = 0; i < tables->rows; i++) {
		struct cell *row = table_row(tables, i);
		struct ovs_upcall_show show;

		if (!ovs_upcall_parse(text, cell_as_text(&row[TABLE_DATAPATH]), &show))
			continue;
		cell_count(&row[TABLE_MOST], show.most);
		cell_count(&row[TABLE_LIMIT], show.limit);
		cell_count(&row[TABLE_DUMP_MS], show.dump_ms);
	}
	if (tables->rows == 1 &&
	    add_counter(&table_row(tables, 0)[TABLE_REFUSED], "upcall_flow_limit_hit"))
		add_counter(&table_row(tables, 0)[TABLE_EMPTIED], "upcall_flow_limit_kill");
}

static int list_datapaths(struct datapaths *datapaths, struct error *err)
{
	cleanup_ovs struct ovs ovs = { 0 };
	int r = ovs_open(&ovs, err);

	if (r < 0)
		return -1;
	r = ovs_ask(&ovs, ovs_question(&ovs, OVS_DATAPATH, OVS_DP_CMD_GET, 0, NLM_F_DUMP),
		    OVS_DP_ATTR_MAX, take_datapath, datapaths);
	return r < 0 ? error_set(err, "cannot list datapaths: %s", nl_geterror(r)) : 0;
}

static int read_flows(const struct reading *reading, struct error *err)
{
	struct datapaths datapaths = { .count = 0 };
	int r = 0;

	if (!ovs_loaded())
		return 0;
	r = list_datapaths(&datapaths, err);
	for (size_t i = 0; r == 0 && i < datapaths.count; i++)
		r = ovs_flows_read(reading, datapaths.entries[i].number, datapaths.entries[i].name,
				   datapaths.flows[i], err);
	for (size_t i = 0; i < datapaths.count; i++)
		ovs_datapath_clear(&datapaths.entries[i]);
	add_limits(reading);
	return r;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *tables = evidence_find(out, ovs_flow_specs[OVS_FLOW_TABLES].name);
	struct fact *flows = evidence_find(out, ovs_flow_specs[OVS_FLOWS].name);

	(void)err;
	if (tables && tables->table && flows && flows->table)
		ovs_flows_window(session_run_of(session, &probe_ovs_flows)->first, tables->table,
				 flows);
	return 0;
}

static void join(const struct session *session, struct evidence *evidence)
{
	struct fact *flows = evidence_find(evidence, ovs_flow_specs[OVS_FLOWS].name);
	bool told = ovs_drops_told(session, evidence);

	for (size_t i = 0; flows && flows->table && i < flows->table->rows; i++)
		cell_bool(&table_row(flows->table, i)[FLOW_TOLD], told);
}
