// SPDX-License-Identifier: BSD-2-Clause
/*
 * The threads that carry packets: how long each ran, waited for a CPU while it could have run, and
 * slept. The kernel adds a wait when it ends: who still waits shows in its state.
 */
#include "probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "cpu_list.h"
#include "cpu_shares.h"
#include "system_file.h"
#include "task_walk.h"
#include "text.h"

#define FACT "sched.threads"
#define ALLOWED_SHOWN 64 /* characters; a longer list of CPUs pins nothing */

enum thread_column {
	TID,
	PID,
	STARTED,
	KIND,
	THREAD,
	RUN,
	WAIT,
	SLICES,
	PREEMPTED,
	ELAPSED,
	WAIT_MEAN,
	STATE,
	CPU,
	NODE,
	ALLOWED,
	ALLOWED_CPUS
};

static const struct column_spec columns[] = {
	[TID] = { "tid", COLUMN_KEY, "count" },
	[PID] = { "pid", COLUMN_KEY, "count" },
	[STARTED] = { "started", COLUMN_KEY, "count" },
	/* Both are of its name, which may change. */
	[KIND] = { "kind", COLUMN_VALUE, NULL },
	[THREAD] = { "thread", COLUMN_VALUE, NULL },
	[RUN] = { "run", COLUMN_COUNTER, "us" },
	[WAIT] = { "wait", COLUMN_COUNTER, "us" },
	[SLICES] = { "slices", COLUMN_COUNTER, "count" },
	[PREEMPTED] = { "preempted", COLUMN_COUNTER, "count" },
	[ELAPSED] = { "elapsed", COLUMN_COUNTER, "us" },
	[WAIT_MEAN] = { "wait_mean", COLUMN_VALUE, "us" },
	[STATE] = { "state", COLUMN_VALUE, NULL },
	[CPU] = { "cpu", COLUMN_VALUE, "count" },
	[NODE] = { "numa", COLUMN_VALUE, "count" },
	[ALLOWED] = { "allowed", COLUMN_VALUE, NULL },
	[ALLOWED_CPUS] = { "allowed_cpus", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT,
	  "threads that carry packets (handlers and revalidators of ovs-vswitchd, vhost workers, "
	  "ksoftirqd): time run, waited for a CPU, and where they may run",
	  columns },
	{ 0 },
};

static int read_threads(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_threads = {
	.name = "threads",
	.summary = "threads that carry packets: how long each waited for a CPU",
	.summary_zh = "承载网络数据包的线程：等待 CPU 的时间",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true,
	.seldom = true,
	.read = read_threads,
	.collect = collect,
	.join = join,
};

static bool is_switch(const struct task *process)
{
	return !strcmp(process->name, "ovs-vswitchd");
}

/* Where vhost workers are threads of the process of their VM (6.4, 6e890c5d5021 "vhost: use
 * vhost_tasks for worker threads"). */
static bool may_have_workers(const struct task *process)
{
	return !is_switch(process);
}

static bool begins(const char *name, const char *beginning)
{
	return !strncmp(name, beginning, strlen(beginning));
}

/* NULL for all others. */
static const char *kind_of(const struct task *task)
{
	if (begins(task->name, "handler"))
		return "handler";
	if (begins(task->name, "revalidator"))
		return "revalidator";
	if (is_switch(task))
		return "vswitchd";
	if (begins(task->name, "vhost-"))
		return "vhost";
	return begins(task->name, "ksoftirqd/") ? "ksoftirqd" : NULL;
}

static bool read_schedstat(const struct task *task, struct cell *row)
{
	uint64_t run, wait, slices;
	char text[128];

	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/task/%" PRIu64 "/schedstat",
			task->pid, task->tid) < 0 ||
	    sscanf(text, "%" SCNu64 " %" SCNu64 " %" SCNu64, &run, &wait, &slices) != 3)
		return false;
	cell_count(&row[RUN], run / 1000);
	cell_count(&row[WAIT], wait / 1000);
	cell_count(&row[SLICES], slices);
	return true;
}

static void take_allowed(struct cell *row, char *list)
{
	struct cpu_list cpus;

	if (!cpu_list_parse(list, &cpus))
		return;
	cell_count(&row[ALLOWED_CPUS], cpu_list_count(&cpus));
	if (strlen(list) > ALLOWED_SHOWN)
		memcpy(list + ALLOWED_SHOWN - 3, "...", sizeof("..."));
	cell_text(&row[ALLOWED], list);
}

static void read_status(const struct task *task, struct cell *row)
{
	char text[8192], list[4096];
	const char *at;
	uint64_t count;

	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/task/%" PRIu64 "/status", task->pid,
			task->tid) < 0)
		return;
	at = strstr(text, "\nCpus_allowed_list:");
	if (at && sscanf(at, "\nCpus_allowed_list: %4095s", list) == 1)
		take_allowed(row, list);
	at = strstr(text, "\nnonvoluntary_ctxt_switches:");
	if (at && sscanf(at, "\nnonvoluntary_ctxt_switches: %" SCNu64, &count) == 1)
		cell_count(&row[PREEMPTED], count);
}

static void add_thread(const struct task *task, const char *kind, const struct reading *reading)
{
	char state[2] = { task->state, 0 };
	struct cell *row = reading_row(reading, 0);

	cell_count(&row[TID], task->tid);
	cell_count(&row[PID], task->pid);
	cell_system_text(&row[THREAD], task->name);
	cell_text(&row[KIND], kind);
	cell_count(&row[STARTED], task->started);
	cell_text(&row[STATE], state);
	cell_count(&row[CPU], task->cpu);
	cell_count(&row[ELAPSED], clock_us());
	if (!read_schedstat(task, row))
		reading_lacks(reading, "this kernel does not tell how long a thread waits "
				       "for a CPU (no /proc/PID/schedstat)");
	read_status(task, row);
}

static void take_any(const struct task *task, void *data)
{
	const char *kind = kind_of(task);

	if (kind)
		add_thread(task, kind, data);
}

/* Those that are processes of their own were taken before. */
static void take_worker(const struct task *task, void *data)
{
	if (task->pid != task->tid && begins(task->name, "vhost-"))
		add_thread(task, "vhost", data);
}

static int read_threads(const struct reading *reading, struct error *err)
{
	bool all = tasks_each_of(is_switch, take_any, (void *)reading);

	(void)err;
	all = all && tasks_each_of(may_have_workers, take_worker, (void *)reading);
	if (!all)
		reading_lacks(reading, "there are too many tasks to look at all of them");
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, FACT);

	(void)session;
	(void)err;
	for (size_t i = 0; fact && fact->table && i < fact->table->rows; i++) {
		struct cell *row = table_row(fact->table, i);
		double slices = (double)cell_as_count(&row[SLICES]);

		if (slices > 0)
			cell_real(&row[WAIT_MEAN], (double)cell_as_count(&row[WAIT]) / slices);
	}
	return 0;
}

/* The memory node of the CPU that a thread last ran on, as another probe has it. */
static void join(const struct session *session, struct evidence *evidence)
{
	struct fact *fact = evidence_find(evidence, FACT);
	const struct fact *use = evidence_find(evidence, "cpu.use");

	(void)session;
	for (size_t i = 0; fact && fact->table && use && use->table && i < fact->table->rows; i++) {
		struct cell *row = table_row(fact->table, i);

		for (size_t k = 0; k < use->table->rows; k++) {
			const struct cell *cpu = table_row(use->table, k);

			if (cell_compare(&cpu[CPU_CPU], &row[CPU]))
				continue;
			if (cpu[CPU_NODE].type == CELL_COUNT)
				cell_count(&row[NODE], cell_as_count(&cpu[CPU_NODE]));
			break;
		}
	}
}
