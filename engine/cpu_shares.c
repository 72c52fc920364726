// SPDX-License-Identifier: BSD-2-Clause
#include "cpu_shares.h"

#include "prune.h"

/* Again, from the differences: one of its parts may have gone backwards. */
static void count_ticks(struct cell *row)
{
	uint64_t ticks = 0;

	for (int column = CPU_USER; column <= CPU_IDLE; column++)
		ticks += cell_as_count(&row[column]);
	cell_count(&row[CPU_TICKS], ticks);
}

void cpu_shares(struct table *cpus)
{
	for (size_t i = 0; i < cpus->rows; i++) {
		struct cell *row = table_row(cpus, i);
		double all;

		count_ticks(row);
		all = (double)cell_as_count(&row[CPU_TICKS]);
		for (int column = CPU_USER; column <= CPU_GUEST; column++)
			cell_real(&row[column],
				  all > 0 ? (double)cell_as_count(&row[column]) / all : 0);
	}
}

/* Ticks of the window on that CPU; 0 when it is not there any more. */
static double ticks_of(const struct table *cpus, uint64_t cpu)
{
	for (size_t i = 0; i < cpus->rows; i++)
		if (cell_as_count(&table_row(cpus, i)[CPU_CPU]) == cpu)
			return (double)cell_as_count(&table_row(cpus, i)[CPU_TICKS]);
	return 0;
}

static bool is_large(const struct table *tasks, size_t row, const void *data)
{
	const struct cell *share = &table_row(tasks, row)[TASK_SHARE];

	(void)data;
	return share->type == CELL_REAL && share->real >= CPU_TASK_SHARE;
}

size_t cpu_task_shares(struct table *tasks, const struct table *cpus)
{
	for (size_t i = 0; i < tasks->rows; i++) {
		struct cell *row = table_row(tasks, i);
		uint64_t ticks = cell_as_count(&row[TASK_TICKS]);
		double all = ticks ? ticks_of(cpus, cell_as_count(&row[TASK_CPU])) : 0;

		if (all > 0)
			cell_real(&row[TASK_SHARE], (double)ticks / all);
	}
	table_keep_if(tasks, is_large, NULL);
	return table_keep_largest(tasks, "ticks", CPU_TASKS_KEPT);
}
