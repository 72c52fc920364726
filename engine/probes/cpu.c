// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cleanup.h"
#include "cpu_list.h"
#include "cpu_shares.h"
#include "memory.h"
#include "pressure.h"
#include "system_file.h"

enum { USE, PRESSURE };

static const struct column_spec use_columns[] = {
	[CPU_CPU] = { "cpu", COLUMN_LASTING, "count" },
	[CPU_USER] = { "user", COLUMN_COUNTER, "share" },
	[CPU_SYSTEM] = { "system", COLUMN_COUNTER, "share" },
	[CPU_SOFTIRQ] = { "softirq", COLUMN_COUNTER, "share" },
	[CPU_IRQ] = { "irq", COLUMN_COUNTER, "share" },
	[CPU_STEAL] = { "steal", COLUMN_COUNTER, "share" },
	[CPU_IOWAIT] = { "iowait", COLUMN_COUNTER, "share" },
	[CPU_IDLE] = { "idle", COLUMN_COUNTER, "share" },
	[CPU_GUEST] = { "guest", COLUMN_COUNTER, "share" },
	[CPU_TICKS] = { "ticks", COLUMN_COUNTER, "count" },
	[CPU_NET_RX] = { "net_rx", COLUMN_COUNTER_32, "count" },
	[CPU_NET_TX] = { "net_tx", COLUMN_COUNTER_32, "count" },
	[CPU_ISOLATED] = { "isolated", COLUMN_VALUE, NULL },
	[CPU_NODE] = { "numa", COLUMN_VALUE, "count" },
	{ 0 },
};

enum { SOME, ELAPSED, SHARE };

static const struct column_spec pressure_columns[] = {
	[SOME] = { "some", COLUMN_COUNTER, "us" },
	[ELAPSED] = { "elapsed", COLUMN_COUNTER, "us" },
	[SHARE] = { "share", COLUMN_VALUE, "share" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	[USE] = { "cpu.use", "what each CPU spent the window on; guest is a part of user",
		  use_columns },
	[PRESSURE] = { "cpu.pressure", "how long somebody waited for a CPU", pressure_columns },
	{ 0 },
};

static int read_cpus(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_cpu = {
	.name = "cpu",
	.summary = "what each CPU does",
	.summary_zh = "每个 CPU 的使用情况",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true,
	.read = read_cpus,
	.collect = collect,
};

/* The kernel's order: user nice system idle iowait irq softirq steal guest guest_nice. The time of
 * guests is in user and nice already. */
static const enum cpu_column stat_columns[] = {
	CPU_USER, CPU_USER,    CPU_SYSTEM, CPU_IDLE,  CPU_IOWAIT,
	CPU_IRQ,  CPU_SOFTIRQ, CPU_STEAL,  CPU_GUEST, CPU_GUEST,
};

static void add_cpu(const struct reading *reading, const char *line)
{
	struct cell *row;
	uint64_t cpu, ticks;
	int used;

	if (sscanf(line, "cpu%" SCNu64 "%n", &cpu, &used) != 1)
		return;
	row = reading_row(reading, USE);
	cell_count(&row[CPU_CPU], cpu);
	for (int column = CPU_USER; column <= CPU_TICKS; column++)
		cell_count(&row[column], 0);
	line += used;
	for (size_t i = 0; i < ARRAY_SIZE(stat_columns); i++, line += used) {
		struct cell *cell = &row[stat_columns[i]];

		if (sscanf(line, "%" SCNu64 "%n", &ticks, &used) != 1)
			break;
		cell_count(cell, cell_as_count(cell) + ticks);
		if (stat_columns[i] != CPU_GUEST)
			cell_count(&row[CPU_TICKS], cell_as_count(&row[CPU_TICKS]) + ticks);
	}
}

/* The lines of CPUs come first; the one of interrupts is long. */
static int read_stat(const struct reading *reading, struct error *err)
{
	cleanup_file FILE *file = system_open("/proc/stat");
	char line[512];

	if (!file)
		return error_errno(err, errno, "cannot read /proc/stat");
	while (fgets(line, sizeof(line), file) && !strncmp(line, "cpu", 3))
		if (line[3] != ' ')
			add_cpu(reading, line);
	if (!reading->tables[USE]->rows)
		return error_set(err, "/proc/stat names no CPU");
	return 0;
}

static struct cell *row_of(const struct reading *reading, uint64_t cpu)
{
	const struct table *table = reading->tables[USE];

	for (size_t i = 0; i < table->rows; i++)
		if (cell_as_count(&table_row(table, i)[CPU_CPU]) == cpu)
			return table_row(table, i);
	return NULL;
}

/* One line has a number for every CPU that the first line names, those that are off too. */
static void take_softirqs(const struct reading *reading, const char *names, const char *line,
			  int column)
{
	uint64_t cpu, count;
	int name_used, used;

	while (sscanf(names, " CPU%" SCNu64 "%n", &cpu, &name_used) == 1 &&
	       sscanf(line, "%" SCNu64 "%n", &count, &used) == 1) {
		struct cell *row = row_of(reading, cpu);

		if (row)
			cell_count(&row[column], count);
		names += name_used;
		line += used;
	}
}

static void read_softirqs(const struct reading *reading)
{
	cleanup_file FILE *file = system_open("/proc/softirqs");
	cleanup_free char *names = NULL;
	cleanup_free char *line = NULL;
	size_t names_room = 0, room = 0;

	if (!file || getline(&names, &names_room, file) < 0)
		return;
	while (getline(&line, &room, file) > 0) {
		const char *colon = strchr(line, ':');

		if (colon && strstr(line, "NET_RX:"))
			take_softirqs(reading, names, colon + 1, CPU_NET_RX);
		else if (colon && strstr(line, "NET_TX:"))
			take_softirqs(reading, names, colon + 1, CPU_NET_TX);
	}
}

static void read_isolated(const struct reading *reading)
{
	static const char *const files[] = { "isolated", "nohz_full" };
	struct table *table = reading->tables[USE];

	for (size_t i = 0; i < table->rows; i++)
		cell_bool(&table_row(table, i)[CPU_ISOLATED], false);
	for (size_t file = 0; file < ARRAY_SIZE(files); file++) {
		struct cpu_list list;
		char text[4096];

		if (system_text(text, sizeof(text), "/sys/devices/system/cpu/%s", files[file]) <
			    0 ||
		    !cpu_list_parse(text, &list))
			continue;
		for (size_t i = 0; i < table->rows; i++)
			if (cpu_list_has(&list, cell_as_count(&table_row(table, i)[CPU_CPU])))
				cell_bool(&table_row(table, i)[CPU_ISOLATED], true);
	}
}

static bool take_node(const char *name, void *data)
{
	const struct reading *reading = data;
	struct table *table = reading->tables[USE];
	struct cpu_list list;
	char text[4096];
	uint64_t node;

	if (sscanf(name, "node%" SCNu64, &node) != 1 ||
	    system_text(text, sizeof(text), "/sys/devices/system/node/%s/cpulist", name) < 0 ||
	    !cpu_list_parse(text, &list))
		return true;
	for (size_t i = 0; i < table->rows; i++)
		if (cpu_list_has(&list, cell_as_count(&table_row(table, i)[CPU_CPU])))
			cell_count(&table_row(table, i)[CPU_NODE], node);
	return true;
}

static void read_pressure(const struct reading *reading)
{
	struct pressure pressure;
	struct cell *row;

	if (!pressure_read("cpu", &pressure))
		return;
	row = reading_row(reading, PRESSURE);
	cell_count(&row[SOME], pressure.some_us);
	cell_count(&row[ELAPSED], pressure.now_us);
}

static int read_cpus(const struct reading *reading, struct error *err)
{
	if (read_stat(reading, err) < 0)
		return -1;
	read_softirqs(reading);
	read_isolated(reading);
	system_names(take_node, (void *)reading, "/sys/devices/system/node");
	read_pressure(reading);
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *use = evidence_find(out, facts[USE].name);
	struct fact *pressure = evidence_find(out, facts[PRESSURE].name);

	(void)session;
	(void)err;
	if (!use || !use->table || !pressure || !pressure->table)
		return 0;
	cpu_shares(use->table);
	for (size_t i = 0; i < pressure->table->rows; i++) {
		struct cell *row = table_row(pressure->table, i);
		double elapsed = (double)cell_as_count(&row[ELAPSED]);

		if (elapsed > 0)
			cell_real(&row[SHARE], (double)cell_as_count(&row[SOME]) / elapsed);
	}
	return 0;
}
