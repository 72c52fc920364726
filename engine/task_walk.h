// SPDX-License-Identifier: BSD-2-Clause
/*
 * A bounded look at every task of the host: who used how much CPU time, and where it last ran.
 *
 * A process of several threads is told thread by thread, because its threads run on different CPUs
 * (virtual CPUs, vhost workers). A host with too many tasks, or on which looking takes too long, is
 * not told at all: half of the tasks would name the wrong ones. Only /proc/PID/stat is read, which
 * waits for no memory lock of the task.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define TASKS_MAX 4096
#define TASKS_MAX_SOME 16384 /* where few processes are told thread by thread */
#define TASKS_MAX_MS 300

struct task {
	uint64_t pid, tid;
	uint64_t ticks; /* of CPU time in user and kernel mode, since it began */
	uint64_t started;
	uint64_t cpu, threads;
	char state;
	char name[64]; /* as the system has it, any bytes */
};

/* One /proc/PID/stat; false when it is none. */
bool task_parse(const char *text, struct task *ret_task);
/* False when there are too many: some have then been told. */
bool tasks_each(void (*each)(const struct task *task, void *data), void *data);
/* The same, but only the processes that `enter` wants are told thread by thread, and up to
 * TASKS_MAX_SOME tasks are looked at. */
bool tasks_each_of(bool (*enter)(const struct task *process),
		   void (*each)(const struct task *task, void *data), void *data);
