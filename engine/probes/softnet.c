// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cleanup.h"
#include "system_file.h"

#define FILE_NAME "/proc/net/softnet_stat"
/* Numbers of a line by their place; a kernel of 6.10 or later has two more behind. */
#define LEAST_NUMBERS 13
#define MOST_NUMBERS 32

enum { CPU, PROCESSED, DROPPED, TIME_SQUEEZED, RECEIVED_RPS, FLOW_LIMIT, BACKLOG };

/* The kernel's counters are unsigned int (struct softnet_data); a million packets a second go round
 * in 71 minutes. */
static const struct column_spec columns[] = {
	[CPU] = { "cpu", COLUMN_LASTING, "count" },
	[PROCESSED] = { "processed", COLUMN_COUNTER_32, "packets" },
	[DROPPED] = { "dropped", COLUMN_COUNTER_32, "packets" },
	[TIME_SQUEEZED] = { "time_squeezed", COLUMN_COUNTER_32, "count" },
	[RECEIVED_RPS] = { "received_rps", COLUMN_COUNTER_32, "count" },
	[FLOW_LIMIT] = { "flow_limit", COLUMN_COUNTER_32, "packets" },
	[BACKLOG] = { "backlog", COLUMN_VALUE, "packets" },
	{ 0 },
};

/* What the backlog of a CPU may hold, and what one round of polling may take. */
static const struct column_spec limit_columns[] = {
	{ "max_backlog", COLUMN_VALUE, "packets" },
	{ "budget", COLUMN_VALUE, "packets" },
	{ "budget_us", COLUMN_VALUE, "us" },
	{ "weight", COLUMN_VALUE, "packets" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "softnet.counters",
	  "packets that each CPU took from its queues, and those that found its backlog full",
	  columns },
	{ "softnet.limits", "the host's limits of receiving, as set (net.core)", limit_columns },
	{ 0 },
};

static int read_softnet(const struct reading *reading, struct error *err);

const struct probe probe_softnet = {
	.name = "softnet",
	.summary = "receive backlog and polling of each CPU",
	.summary_zh = "每个 CPU 的接收积压队列与轮询",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true, /* the file is the host's, in whatever namespace it is read */
	.read = read_softnet,
};

/* Which column each number is; a backlog and the CPU's number are the 12th and 13th. */
static const struct {
	int column;
	unsigned place;
} places[] = {
	{ CPU, 12 },         { PROCESSED, 0 },   { DROPPED, 1 },  { TIME_SQUEEZED, 2 },
	{ RECEIVED_RPS, 9 }, { FLOW_LIMIT, 10 }, { BACKLOG, 11 },
};

static unsigned parse_line(const char *line, uint64_t *ret_numbers)
{
	unsigned count = 0;
	int used;

	while (count < MOST_NUMBERS &&
	       sscanf(line, "%" SCNx64 "%n", &ret_numbers[count], &used) == 1) {
		line += used;
		count++;
	}
	return count;
}

static void read_limits(const struct reading *reading)
{
	static const char *const names[] = { "netdev_max_backlog", "netdev_budget",
					     "netdev_budget_usecs", "dev_weight" };
	struct cell *row = reading_row(reading, 1);
	uint64_t limit;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (system_number(&limit, "/proc/sys/net/core/%s", names[i]))
			cell_count(&row[i], limit);
}

static int read_softnet(const struct reading *reading, struct error *err)
{
	cleanup_file FILE *file = system_open(FILE_NAME);
	char line[512];

	if (!file)
		return error_errno(err, errno, "cannot read " FILE_NAME);
	while (fgets(line, sizeof(line), file)) {
		uint64_t numbers[MOST_NUMBERS];
		struct cell *row;

		if (parse_line(line, numbers) < LEAST_NUMBERS)
			return error_set(err, FILE_NAME " does not name the CPU of each line, as "
							"kernels since 5.10 do");
		row = reading_row(reading, 0);
		for (size_t i = 0; i < ARRAY_SIZE(places); i++)
			cell_count(&row[places[i].column], numbers[places[i].place]);
	}
	read_limits(reading);
	return 0;
}
