// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

#include "attribute.h"
#include "cleanup.h"
#include "clock.h"
#include "drop_reasons.h"
#include "memory.h"
#include "ovs_facts.h"
#include "ovs_meters.h"
#include "ovs_netlink.h"
#include "ovs_ports.h"
#include "session.h"
#include "text.h"

#define MAX_DATAPATHS 64

static int read_datapaths(const struct reading *reading, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_ovs_datapath = {
	.name = "ovs_datapath",
	.summary = "Open vSwitch in the kernel: datapaths, ports, upcall sockets, meters",
	.summary_zh = "内核中的 Open vSwitch：数据路径、端口、upcall 套接字、计量器",
	.facts = ovs_fact_specs,
	.cost = COST_COUNTERS,
	.read = read_datapaths,
	.join = join,
};

struct walk {
	const struct reading *reading;
	struct ovs_datapath *datapaths;
	size_t count;
};

static void fill_stats(struct cell *row, struct nlattr **attributes)
{
	struct ovs_dp_megaflow_stats masks = { 0 };
	struct ovs_dp_stats stats = { 0 };

	nla_memcpy(&stats, attributes[OVS_DP_ATTR_STATS], sizeof(stats));
	cell_count(&row[DATAPATH_HIT], stats.n_hit);
	cell_count(&row[DATAPATH_MISSED], stats.n_missed);
	cell_count(&row[DATAPATH_LOST], stats.n_lost);
	cell_count(&row[DATAPATH_FLOWS], stats.n_flows);
	if (!attributes[OVS_DP_ATTR_MEGAFLOW_STATS])
		return;
	nla_memcpy(&masks, attributes[OVS_DP_ATTR_MEGAFLOW_STATS], sizeof(masks));
	cell_count(&row[DATAPATH_MASK_HIT], masks.n_mask_hit);
	cell_count(&row[DATAPATH_MASKS], masks.n_masks);
	/* Before 5.10, 9d2f627b7ec9 ("net: openvswitch: add masks cache hit counter"), it is 0. */
	cell_count(&row[DATAPATH_CACHE_HIT], masks.n_cache_hit);
}

static void take_datapath(const struct ovs_answer *answer, void *data)
{
	struct nlattr **attributes = answer->attributes;
	struct ovs_datapath *datapath;
	struct walk *walk = data;
	struct cell *row;
	uint32_t features = 0;

	if (!attributes[OVS_DP_ATTR_NAME] || !attributes[OVS_DP_ATTR_STATS] ||
	    walk->count == MAX_DATAPATHS)
		return;
	if (attributes[OVS_DP_ATTR_USER_FEATURES])
		features = attribute_u32(attributes[OVS_DP_ATTR_USER_FEATURES]);
	row = reading_row(walk->reading, OVS_DATAPATHS);
	cell_system_text(&row[OVS_NAME], attribute_text(attributes[OVS_DP_ATTR_NAME]));
	fill_stats(row, attributes);
	cell_count(&row[DATAPATH_ELAPSED], clock_us());
	datapath = &walk->datapaths[walk->count++];
	*datapath = (struct ovs_datapath){ .number = answer->datapath };
	datapath->name = must_strdup(cell_as_text(&row[OVS_NAME]));
	datapath->per_cpu = features & OVS_DP_F_DISPATCH_UPCALL_PER_CPU;
	cell_bool(&row[DATAPATH_PER_CPU], datapath->per_cpu);
	if (datapath->per_cpu)
		ovs_take_cpu_sockets(datapath, attributes[OVS_DP_ATTR_PER_CPU_PIDS]);
}

static int read_parts(const struct reading *reading, const struct ovs *ovs, struct walk *walk,
		      struct error *err)
{
	int r = ovs_ask(ovs, ovs_question(ovs, OVS_DATAPATH, OVS_DP_CMD_GET, 0, NLM_F_DUMP),
			OVS_DP_ATTR_MAX, take_datapath, walk);

	if (r < 0)
		return error_set(err, "cannot list datapaths: %s", nl_geterror(r));
	for (size_t i = 0; i < walk->count; i++)
		if (ovs_read_ports(reading, ovs, &walk->datapaths[i], err) < 0 ||
		    ovs_read_meters(reading, ovs, &walk->datapaths[i], err) < 0)
			return -1;
	return 0;
}

static int read_datapaths(const struct reading *reading, struct error *err)
{
	cleanup_free struct ovs_datapath *datapaths = NULL;
	cleanup_ovs struct ovs ovs = { 0 };
	struct walk walk = { .reading = reading };
	int r;

	if (!ovs_loaded())
		return 0;
	if (ovs_open(&ovs, err) < 0)
		return -1;
	datapaths = must_calloc(MAX_DATAPATHS, sizeof(*datapaths));
	walk.datapaths = datapaths;
	r = read_parts(reading, &ovs, &walk, err);
	for (size_t i = 0; i < walk.count; i++)
		ovs_datapath_clear(&datapaths[i]);
	return r;
}

bool ovs_drops_told(const struct session *session, const struct evidence *evidence)
{
	const struct drop_reasons *reasons = session_reasons(session);
	const struct fact *drops = evidence_find(evidence, "drops.kernel");

	return reasons && drops && !drops->absent && drop_reasons_has(reasons, "openvswitch");
}

static void join(const struct session *session, struct evidence *evidence)
{
	struct fact *meters = evidence_find(evidence, ovs_fact_specs[OVS_METERS].name);
	bool told = ovs_drops_told(session, evidence);

	for (size_t i = 0; meters && meters->table && i < meters->table->rows; i++)
		cell_bool(&table_row(meters->table, i)[METER_TOLD], told);
}
