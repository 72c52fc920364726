// SPDX-License-Identifier: BSD-2-Clause
/*
 * Columns of the probe cpu, and what its readings become: ticks as shares of the window.
 */
#pragma once

#include "table.h"

enum cpu_column {
	CPU_CPU,
	CPU_USER, /* the columns up to CPU_IDLE are ticks in a reading and shares in the fact */
	CPU_SYSTEM,
	CPU_SOFTIRQ,
	CPU_IRQ,
	CPU_STEAL,
	CPU_IOWAIT,
	CPU_IDLE,
	CPU_GUEST, /* a part of user */
	CPU_TICKS,
	CPU_NET_RX,
	CPU_NET_TX,
	CPU_ISOLATED,
	CPU_NODE,
};

enum task_column {
	TASK_TID,
	TASK_PID,
	TASK_STARTED,
	TASK_THREAD,
	TASK_TICKS,
	TASK_CPU,
	TASK_SHARE
};

#define CPU_TASK_SHARE 0.05 /* of a CPU; a smaller task is the cause of nothing */
#define CPU_TASKS_KEPT 64

void cpu_shares(struct table *cpus);
/* Fills the shares of the tasks from the ticks that each CPU had, and keeps the large ones; returns
 * how many rows went. */
size_t cpu_task_shares(struct table *tasks, const struct table *cpus);
