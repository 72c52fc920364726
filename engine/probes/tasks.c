// SPDX-License-Identifier: BSD-2-Clause
#include "task_walk.h"

#include "cpu_shares.h"
#include "probe.h"
#include "text.h"

#define FACT "cpu.tasks"

static const struct column_spec task_columns[] = {
	[TASK_TID] = { "tid", COLUMN_KEY, "count" },
	[TASK_PID] = { "pid", COLUMN_KEY, "count" },
	[TASK_STARTED] = { "started", COLUMN_KEY, "count" },
	[TASK_THREAD] = { "thread", COLUMN_VALUE, NULL }, /* may change: exec, prctl */
	[TASK_TICKS] = { "ticks", COLUMN_COUNTER, "count" },
	[TASK_CPU] = { "cpu", COLUMN_VALUE, "count" },
	[TASK_SHARE] = { "share", COLUMN_VALUE, "share" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT, "tasks that used a visible part of a CPU, and where they last ran", task_columns },
	{ 0 },
};

static int read_tasks(const struct reading *reading, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_tasks = {
	.name = "tasks",
	.summary = "the busiest tasks of each CPU",
	.summary_zh = "每个 CPU 上最忙的任务",
	.facts = facts,
	.cost = COST_COUNTERS,
	.once = true,
	.seldom = true,
	.read = read_tasks,
	.join = join,
};

static void add_task(const struct task *task, void *data)
{
	struct cell *row = reading_row(data, 0);

	cell_count(&row[TASK_TID], task->tid);
	cell_count(&row[TASK_PID], task->pid);
	cell_system_text(&row[TASK_THREAD], task->name);
	cell_count(&row[TASK_STARTED], task->started);
	cell_count(&row[TASK_TICKS], task->ticks);
	cell_count(&row[TASK_CPU], task->cpu);
}

static int read_tasks(const struct reading *reading, struct error *err)
{
	if (!tasks_each(add_task, (void *)reading))
		return error_set(err, "more than %d tasks, or looking at them took more than %d ms",
				 TASKS_MAX, TASKS_MAX_MS);
	return 0;
}

/* A share is one of the ticks of the task's CPU, which another probe counts. */
static void join(const struct session *session, struct evidence *evidence)
{
	struct fact *tasks = evidence_find(evidence, FACT);
	const struct fact *use = evidence_find(evidence, "cpu.use");

	(void)session;
	if (tasks && tasks->table && use && use->table)
		tasks->cut += cpu_task_shares(tasks->table, use->table);
}
