// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "pressure.h"
#include "system_file.h"

enum {
	TOTAL,
	AVAILABLE,
	STALLS,
	DIRECT_SCAN,
	COMPACT_STALLS,
	OOM_KILLS,
	SWAP_IN,
	SWAP_OUT,
	SOME,
	FULL,
	ELAPSED,
};

static const struct column_spec state_columns[] = {
	[TOTAL] = { "total", COLUMN_VALUE, "bytes" },
	[AVAILABLE] = { "available", COLUMN_VALUE, "bytes" },
	[STALLS] = { "stalls", COLUMN_COUNTER, "count" },
	[DIRECT_SCAN] = { "direct_scan", COLUMN_COUNTER, "count" },
	[COMPACT_STALLS] = { "compact_stalls", COLUMN_COUNTER, "count" },
	[OOM_KILLS] = { "oom_kills", COLUMN_COUNTER, "count" },
	[SWAP_IN] = { "swap_in", COLUMN_COUNTER, "count" },
	[SWAP_OUT] = { "swap_out", COLUMN_COUNTER, "count" },
	[SOME] = { "some", COLUMN_COUNTER, "us" },
	[FULL] = { "full", COLUMN_COUNTER, "us" },
	[ELAPSED] = { "elapsed", COLUMN_COUNTER, "us" },
	{ 0 },
};

enum { PROTOCOL, USED, LEAST, PRESSURE, MAX, PAGE };

static const struct column_spec protocol_columns[] = {
	[PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[USED] = { "used", COLUMN_VALUE, "bytes" },
	[LEAST] = { "least", COLUMN_VALUE, "bytes" },
	[PRESSURE] = { "pressure", COLUMN_VALUE, "bytes" },
	[MAX] = { "max", COLUMN_VALUE, "bytes" },
	[PAGE] = { "page", COLUMN_VALUE, "bytes" },
	{ 0 },
};

enum { NODE, FREE, LARGE };

static const struct column_spec node_columns[] = {
	[NODE] = { "numa", COLUMN_KEY, "count" },
	[FREE] = { "free", COLUMN_VALUE, "bytes" },
	[LARGE] = { "large", COLUMN_VALUE, "count" },
	{ 0 },
};

enum { RESERVED };

static const struct column_spec huge_columns[] = {
	[RESERVED] = { "reserved", COLUMN_VALUE, "bytes" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "memory.state", "memory that is left, and what waited for memory in the window",
	  state_columns },
	{ "memory.protocols",
	  "memory that sockets of a protocol hold, from where on it is short, and the most",
	  protocol_columns },
	{ "memory.nodes", "free memory of each NUMA node, and its free pieces of 8 pages or more",
	  node_columns },
	{ "memory.huge", "memory set aside as huge pages: in the total, and never available",
	  huge_columns },
	{ 0 },
};

static int read_memory(const struct reading *reading, struct error *err);

const struct probe probe_memory = {
	.name = "memory",
	.summary = "memory left, stalls, protocol memory",
	.summary_zh = "剩余内存、分配停顿、协议内存",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true,
	.read = read_memory,
};

/* A line of "name number" or "name: number kB". Several lines may count as one: what waited for
 * memory is counted by zone. */
struct line_of {
	const char *name;
	bool prefix;
	int column;
	unsigned factor;
};

static const struct line_of meminfo[] = {
	{ "MemTotal:", false, TOTAL, 1024 },
	{ "MemAvailable:", false, AVAILABLE, 1024 },
};

static const struct line_of huge_pages[] = {
	{ "Hugetlb:", false, RESERVED, 1024 },
};

static const struct line_of vmstat[] = {
	{ "allocstall_", true, STALLS, 1 },
	{ "pgscan_direct", false, DIRECT_SCAN, 1 },
	{ "compact_stall", false, COMPACT_STALLS, 1 },
	{ "oom_kill", false, OOM_KILLS, 1 },
	{ "pswpin", false, SWAP_IN, 1 },
	{ "pswpout", false, SWAP_OUT, 1 },
};

static void take_line(struct cell *row, const char *line, const struct line_of *lines, size_t count)
{
	uint64_t number;
	char name[64];

	if (sscanf(line, "%63s %" SCNu64, name, &number) != 2)
		return;
	for (size_t i = 0; i < count; i++) {
		struct cell *cell = &row[lines[i].column];

		if (lines[i].prefix ? !strncmp(name, lines[i].name, strlen(lines[i].name))
				    : !strcmp(name, lines[i].name))
			cell_count(cell, cell_as_count(cell) + number * lines[i].factor);
	}
}

static int read_lines(const char *path, struct cell *row, const struct line_of *lines, size_t count,
		      struct error *err)
{
	cleanup_file FILE *file = system_open("%s", path);
	char line[256];

	if (!file)
		return error_errno(err, errno, "cannot read %s", path);
	while (fgets(line, sizeof(line), file))
		take_line(row, line, lines, count);
	return 0;
}

static int read_state(const struct reading *reading, struct error *err)
{
	struct cell *row = reading_row(reading, 0);
	struct pressure pressure;

	if (read_lines("/proc/meminfo", row, meminfo, ARRAY_SIZE(meminfo), err) < 0 ||
	    read_lines("/proc/vmstat", row, vmstat, ARRAY_SIZE(vmstat), err) < 0 ||
	    read_lines("/proc/meminfo", reading_row(reading, 3), huge_pages, ARRAY_SIZE(huge_pages),
		       err) < 0)
		return -1;
	if (!pressure_read("memory", &pressure))
		return 0;
	cell_count(&row[SOME], pressure.some_us);
	cell_count(&row[FULL], pressure.full_us);
	cell_count(&row[ELAPSED], pressure.now_us);
	return 0;
}

/* The limits are the host's: another namespace has no such file. */
static void add_protocol(const struct reading *reading, const char *lower, uint64_t pages)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), least, pressure, max;
	struct cell *row = reading_row(reading, 1);
	char text[128];

	cell_text(&row[PROTOCOL], lower);
	cell_count(&row[USED], pages * page);
	cell_count(&row[PAGE], page);
	if (system_text(text, sizeof(text), "/proc/sys/net/ipv4/%s_mem", lower) < 0 ||
	    sscanf(text, "%" SCNu64 " %" SCNu64 " %" SCNu64, &least, &pressure, &max) != 3)
		return;
	cell_count(&row[LEAST], least * page);
	cell_count(&row[PRESSURE], pressure * page);
	cell_count(&row[MAX], max * page);
}

static void read_protocols(const struct reading *reading)
{
	static const struct {
		const char *name, *lower;
	} protocols[] = { { "TCP:", "tcp" }, { "UDP:", "udp" } };
	cleanup_file FILE *file = system_open("/proc/net/sockstat");
	char line[256];

	while (file && fgets(line, sizeof(line), file)) {
		const char *mem = strstr(line, " mem ");
		uint64_t pages;

		if (!mem || sscanf(mem, " mem %" SCNu64, &pages) != 1)
			continue;
		for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
			if (!strncmp(line, protocols[i].name, strlen(protocols[i].name)))
				add_protocol(reading, protocols[i].lower, pages);
	}
}

static struct cell *node_row(const struct reading *reading, uint64_t node)
{
	const struct table *table = reading->tables[2];
	struct cell *row;

	for (size_t i = 0; i < table->rows; i++)
		if (cell_as_count(&table_row(table, i)[NODE]) == node)
			return table_row(table, i);
	row = reading_row(reading, 2);
	cell_count(&row[NODE], node);
	return row;
}

/* "Node 0, zone   Normal   1  2 ...": free pieces of 1, 2, 4 ... pages. */
static void read_nodes(const struct reading *reading)
{
	cleanup_file FILE *file = system_open("/proc/buddyinfo");
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	char line[512];

	while (file && fgets(line, sizeof(line), file)) {
		uint64_t node, pieces, bytes = 0, large = 0;
		struct cell *row;
		int used = 0, more;

		if (sscanf(line, "Node %" SCNu64 ", zone %*s%n", &node, &used) != 1 || !used)
			continue;
		for (int order = 0;
		     order < 32 && sscanf(line + used, "%" SCNu64 "%n", &pieces, &more) == 1;
		     order++, used += more) {
			bytes += pieces * (page << order);
			large += order >= 3 ? pieces : 0;
		}
		row = node_row(reading, node);
		cell_count(&row[FREE], cell_as_count(&row[FREE]) + bytes);
		cell_count(&row[LARGE], cell_as_count(&row[LARGE]) + large);
	}
}

static int read_memory(const struct reading *reading, struct error *err)
{
	if (read_state(reading, err) < 0)
		return -1;
	read_protocols(reading);
	read_nodes(reading);
	return 0;
}
