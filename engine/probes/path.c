// SPDX-License-Identifier: BSD-2-Clause
#include "path.h"

#include "bpf_map.h"
#include "bpf_object.h"
#include "cleanup.h"
#include "path_rows.h"
#include "probe.h"
#include "session.h"

#include <bpf/libbpf.h>

#define KEEP_SLOWEST 10
/* So many CPUs share one shard of the histograms without waiting for each other. */
#define CPUS_PER_SHARD 8

/* As struct path_counters begins. */
static const struct column_spec packet_columns[] = {
	{ "seen", COLUMN_COUNTER, "packets" },
	{ "followed", COLUMN_COUNTER, "packets" },
	{ "finished", COLUMN_COUNTER, "packets" },
	{ "crowded", COLUMN_COUNTER, "packets" },
	{ "evicted", COLUMN_COUNTER, "packets" },
	{ "unmatched", COLUMN_COUNTER, "packets" },
	{ "expired", COLUMN_COUNTER, "packets" },
	{ "lost", COLUMN_COUNTER, "packets" },
	{ "upcalls", COLUMN_COUNTER, "packets" },
	{ "upcalls_back", COLUMN_COUNTER, "packets" },
	{ 0 },
};

enum { FACT_STAGES, FACT_PACKETS, FACT_SLOWEST, FACT_READS, FACT_REMOTES };

static const struct fact_spec facts[] = {
	[FACT_STAGES] = { "path.stages", "time of packets in each stage of their way",
			  path_columns },
	[FACT_PACKETS] = { "path.packets",
			   "packets that were followed, and those that got out of sight",
			   packet_columns },
	[FACT_SLOWEST] = { "path.slowest", "the slowest packets of those followed, stage by stage",
			   path_slow_columns },
	[FACT_READS] = { "socket.reads", "from data in a socket until its application reads",
			 path_read_columns },
	[FACT_REMOTES] = { "path.round_trips",
			   "least round trips of TCP connections, by remote address",
			   path_remote_columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "path_queue", "net_dev_queue", NULL, HOOK_TP_BTF, false },
	{ "path_xmit", "net_dev_start_xmit", NULL, HOOK_TP_BTF, false },
	{ "path_sent", "net_dev_xmit", NULL, HOOK_TP_BTF, false },
	{ "path_backlog", "netif_rx", NULL, HOOK_TP_BTF, false },
	{ "path_receive", "netif_receive_skb", NULL, HOOK_TP_BTF, false },
	{ "path_tcp", "tcp_probe", NULL, HOOK_TP_BTF, true },
	{ "path_tcp_read", "tcp_rcv_space_adjust", NULL, HOOK_TP_BTF, true },
	{ "path_upcall", "ovs_dp_upcall", "openvswitch", HOOK_TP_BTF, true },
	{ "path_action", "ovs_do_execute_action", "openvswitch", HOOK_TP_BTF, true },
	{ "path_output", "ip_output", NULL, HOOK_FENTRY, true },
	{ "path_output6", "ip6_output", NULL, HOOK_FENTRY, true },
	{ "path_udp", "__udp_enqueue_schedule_skb", NULL, HOOK_FENTRY, true },
	{ "path_udp_read", "skb_consume_udp", NULL, HOOK_FENTRY, true },
	{ "path_icmp", "icmp_rcv", NULL, HOOK_FENTRY, true },
	{ "path_icmp6", "icmpv6_rcv", NULL, HOOK_FENTRY, true },
	{ 0 },
};

static const char *const maps[] = {
	"path_tracks",   "path_values",    "path_zero",        "path_slowest",
	"path_counters", "path_upcalls",   "path_sockets",     "path_reads",
	"path_remotes",  "path_read_zero", "path_remote_zero", NULL,
};

static void configure(struct netdoctor_bpf *bpf, const struct session *session);
static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_path = {
	.name = "path",
	.summary = "packets on their way through this host, stage by stage",
	.summary_zh = "数据包经过本机各阶段的时间",
	.facts = facts,
	.cost = COST_PACKETS,
	.hooks = hooks,
	.maps = maps,
	.configure = configure,
	.collect = collect,
	.join = join,
};

static void configure(struct netdoctor_bpf *bpf, const struct session *session)
{
	int cpus = libbpf_num_possible_cpus();
	unsigned shards = 1;

	(void)session;
	while (shards < PATH_SHARDS && (int)(shards * CPUS_PER_SHARD) < cpus)
		shards *= 2;
	bpf->rodata->path_shard_mask = shards - 1;
}

static int map_of(const struct session *session, const char *name)
{
	return session_map(session, &probe_path, name);
}

static struct fact *add(struct evidence *out, int number)
{
	return evidence_add(out, probe_path.name, &facts[number]);
}

static int collect_packets(const struct session *session, struct evidence *out,
			   struct path_counters *ret_counters, struct error *err)
{
	struct path_counters sum;
	const uint64_t *counter = (const uint64_t *)&sum;
	struct table *table;
	struct cell *row;

	if (map_read_counters(map_of(session, "path_counters"), sizeof(sum) / sizeof(uint64_t),
			      (uint64_t *)&sum, err) < 0)
		return -1;
	table = add(out, FACT_PACKETS)->table;
	row = table_add(table);
	for (size_t i = 0; i < table->width; i++)
		cell_count(&row[i], counter[i]);
	session_count(session, &probe_path, sum.followed,
		      sum.evicted + sum.unmatched + sum.expired + sum.lost);
	*ret_counters = sum;
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	const struct netns_list *namespaces = session_namespaces(session);
	cleanup_map struct map_entries values = { 0 }, reads = { 0 }, remotes = { 0 };
	struct path_counters counters;

	if (collect_packets(session, out, &counters, err) < 0 ||
	    map_read(map_of(session, "path_values"), &values, err) < 0 ||
	    map_read(map_of(session, "path_reads"), &reads, err) < 0 ||
	    map_read(map_of(session, "path_remotes"), &remotes, err) < 0)
		return -1;
	path_stage_rows(add(out, FACT_STAGES)->table, &values, namespaces);
	path_read_rows(add(out, FACT_READS), &reads, &counters, namespaces);
	path_remote_rows(add(out, FACT_REMOTES), &remotes, &counters, namespaces);
	return path_slow_rows(add(out, FACT_SLOWEST)->table, map_of(session, "path_slowest"),
			      session_born_ns(session),
			      session_run_of(session, &probe_path)->start_ms, namespaces, err);
}

static void join(const struct session *session, struct evidence *evidence)
{
	const struct fact *links = evidence_find(evidence, "links.counters");
	static const int named[] = { FACT_STAGES, FACT_SLOWEST };

	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		struct fact *fact = evidence_find(evidence, facts[named[i]].name);

		if (fact && fact->table)
			path_name(fact->table, links ? links->table : NULL, session_scope(session));
		if (fact && fact->table && named[i] == FACT_SLOWEST)
			path_slow_keep(fact->table, KEEP_SLOWEST);
	}
}
