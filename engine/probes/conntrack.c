// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <string.h>

#include "cleanup.h"
#include "conntrack_text.h"
#include "system_file.h"

/* Both are there only while nf_conntrack is loaded; neither loads it, nor walks the table. */
#define STATISTICS "/proc/thread-self/net/stat/nf_conntrack"
#define SETTINGS "/proc/sys/net/netfilter"

enum { COUNTERS, TABLE };

static const struct column_spec counter_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "cpu", COLUMN_KEY, "count" },
	[CONNTRACK_FIRST + CONNTRACK_INVALID] = { "invalid", COLUMN_COUNTER_32, "packets" },
	[CONNTRACK_FIRST + CONNTRACK_DROP] = { "drop", COLUMN_COUNTER_32, "packets" },
	[CONNTRACK_FIRST + CONNTRACK_EARLY_DROP] = { "early_drop", COLUMN_COUNTER_32, "count" },
	[CONNTRACK_FIRST +
		CONNTRACK_INSERT_FAILED] = { "insert_failed", COLUMN_COUNTER_32, "count" },
	[CONNTRACK_FIRST + CONNTRACK_ERROR] = { "icmp_error", COLUMN_COUNTER_32, "packets" },
	{ 0 },
};

enum { NETNS, COUNT, MOST, BUCKETS };

static const struct column_spec table_columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[COUNT] = { "count", COLUMN_VALUE, "entries" },
	[MOST] = { "max", COLUMN_VALUE, "entries" },
	[BUCKETS] = { "buckets", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	[COUNTERS] = { "conntrack.counters",
		       "packets that connection tracking found invalid or turned away, by CPU; one "
		       "that counted nothing has no row",
		       counter_columns },
	[TABLE] = { "conntrack.table", "how full the table of connections is", table_columns },
	{ 0 },
};

static int read_conntrack(const struct reading *reading, struct error *err);

const struct probe probe_conntrack = {
	.name = "conntrack",
	.summary =
		"connection tracking: its counters and how full its table is, in every namespace",
	.summary_zh = "每个命名空间的连接跟踪计数器与表占用",
	.facts = facts,
	.cost = COST_COUNTERS,
	.read = read_conntrack,
	.moved = true,
};

static void add_cpu(unsigned cpu, const uint64_t *counts, void *data)
{
	struct cell *row;
	uint64_t any = 0;

	for (size_t i = 0; i < CONNTRACK_COUNTERS; i++)
		any |= counts[i];
	if (!any)
		return; /* a row that comes later counts from zero anyway */
	row = reading_row(data, COUNTERS);
	cell_count(&row[1], cpu);
	for (size_t i = 0; i < CONNTRACK_COUNTERS; i++)
		cell_count(&row[CONNTRACK_FIRST + i], counts[i]);
}

static void read_table(const struct reading *reading)
{
	static const char *const names[] = {
		[COUNT] = "count", [MOST] = "max", [BUCKETS] = "buckets"
	};
	struct cell *row = NULL;
	uint64_t number;

	for (size_t i = COUNT; i <= BUCKETS; i++) {
		if (!system_number(&number, SETTINGS "/nf_conntrack_%s", names[i]))
			continue;
		if (!row)
			row = reading_row(reading, TABLE);
		cell_count(&row[i], number);
	}
}

static int read_conntrack(const struct reading *reading, struct error *err)
{
	cleanup_file FILE *file = system_open(STATISTICS);

	if (file && conntrack_parse(file, add_cpu, (void *)reading, err) < 0)
		return error_prefix(err, STATISTICS);
	if (!file && errno != ENOENT)
		return error_errno(err, errno, "cannot read " STATISTICS);
	read_table(reading);
	return 0;
}
