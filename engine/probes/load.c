// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the host did, in short steps: something to hold a harm of the same moments against. Two
 * small files that wait for no lock, and a counter that is there anyway.
 */
#include "probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../bpf/packet_drop.h"
#include "bpf_map.h"
#include "cleanup.h"
#include "session.h"
#include "system_file.h"

enum load_column { CPUS, PACKETS, SQUEEZED, BUSY, SOFTIRQ, DROPS };

static const struct column_spec columns[] = {
	{ "t_ms", COLUMN_KEY, "ms" },
	{ "cpus", COLUMN_LASTING, "count" },
	{ "packets", COLUMN_COUNTER_32, "packets" },
	{ "squeezed", COLUMN_COUNTER_32, "count" },
	{ "busy", COLUMN_COUNTER, "ms" },
	{ "softirq", COLUMN_COUNTER, "ms" },
	{ "drops", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "load.series",
	  "what all CPUs did, step by step: packets received, time busy and in softirq, drops "
	  "seen",
	  columns },
	{ 0 },
};

static int count_load(const struct session *session, struct table *into, struct error *err);

static const struct probe_series series = { .fact = 0, .count = count_load, .fast = true };

const struct probe probe_load = {
	.name = "load",
	.summary = "what the host did in each tenth of a second",
	.summary_zh = "主机每 0.1 秒的负载",
	.facts = facts,
	.cost = COST_COUNTERS,
	.series = &series,
};

/* Sums of counters of 32 bits go round as these do. Only CPUs that are on have a line: a step in
 * which one came or went has no predecessor, and is left out. */
static void add_softnet(struct cell *row)
{
	cleanup_file FILE *file = system_open("/proc/net/softnet_stat");
	uint64_t cpus = 0, packets = 0, squeezed = 0, taken, rounds;
	char line[512];

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%" SCNx64 " %*x %" SCNx64, &taken, &rounds) == 2) {
			cpus++;
			packets += taken;
			squeezed += rounds;
		}
	cell_count(&row[CPUS], cpus);
	cell_count(&row[PACKETS], (uint32_t)packets);
	cell_count(&row[SQUEEZED], (uint32_t)squeezed);
}

/* The first line is that of all CPUs: user nice system idle iowait irq softirq steal. */
static int add_cpu(struct cell *row, struct error *err)
{
	cleanup_file FILE *file = system_open("/proc/stat");
	uint64_t ticks[8], tick_ms = 1000 / (uint64_t)sysconf(_SC_CLK_TCK);
	char line[512];

	if (!file || !fgets(line, sizeof(line), file) ||
	    sscanf(line,
		   "cpu %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNu64
		   " %" SCNu64 " %" SCNu64,
		   &ticks[0], &ticks[1], &ticks[2], &ticks[3], &ticks[4], &ticks[5], &ticks[6],
		   &ticks[7]) != 8)
		return error_set(err, "cannot read /proc/stat");
	cell_count(&row[BUSY],
		   tick_ms * (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7]));
	cell_count(&row[SOFTIRQ], tick_ms * ticks[6]);
	return 0;
}

/* Of the probe that watches them, where it runs. */
static void add_drops(const struct session *session, struct cell *row)
{
	struct drop_counters counters;
	struct error err;

	if (map_read_counters(session_map(session, probe_find("packet_drop"), "drop_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      &err) == 0)
		cell_count(&row[DROPS], counters.in_scope);
}

static int count_load(const struct session *session, struct table *into, struct error *err)
{
	struct cell *row = table_add(into);

	add_softnet(row);
	add_drops(session, row);
	return add_cpu(row, err);
}
