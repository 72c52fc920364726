// SPDX-License-Identifier: BSD-2-Clause
#include "task_walk.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "system_file.h"

/* Places of the numbers behind the name, counted as proc(5) does. */
enum { FIRST = 3, USER_TIME = 14, SYSTEM_TIME = 15, THREADS = 20, START = 22, CPU = 39 };

/* The name stands in brackets and may hold brackets itself. */
bool task_parse(const char *text, struct task *ret_task)
{
	const char *open = strchr(text, '('), *close = strrchr(text, ')');
	struct task task = { .tid = strtoull(text, NULL, 10) };
	uint64_t numbers[CPU + 1] = { 0 };
	const char *at;
	int place = FIRST;

	if (!open || !close || close < open)
		return false;
	snprintf(task.name, sizeof(task.name), "%.*s", (int)(close - open - 1), open + 1);
	for (at = close + 1; *at == ' ' && place <= CPU; place++) {
		numbers[place] = strtoull(at + 1, NULL, 10);
		at = strchrnul(at + 1, ' ');
	}
	if (place <= CPU)
		return false;
	task.state = close[1] == ' ' ? close[2] : '?';
	task.pid = task.tid;
	task.ticks = numbers[USER_TIME] + numbers[SYSTEM_TIME];
	task.threads = numbers[THREADS];
	task.started = numbers[START];
	task.cpu = numbers[CPU];
	*ret_task = task;
	return true;
}

struct walk {
	bool (*enter)(const struct task *process); /* NULL: every one */
	void (*each)(const struct task *task, void *data);
	void *data;
	uint64_t pid; /* whose threads are told */
	unsigned left;
	int64_t end_ms;
	bool gave_up;
};

static bool spend(struct walk *walk)
{
	if (!walk->left || clock_ms() > walk->end_ms) {
		walk->gave_up = true;
		return false;
	}
	walk->left--;
	return true;
}

static bool take_thread(const char *name, void *data)
{
	struct walk *walk = data;
	struct task task;
	char text[1024];

	if (!spend(walk))
		return false;
	if (system_text(text, sizeof(text), "/proc/%" PRIu64 "/task/%s/stat", walk->pid, name) ==
		    0 &&
	    task_parse(text, &task)) {
		task.pid = walk->pid;
		walk->each(&task, walk->data);
	}
	return true;
}

/* A task that ended meanwhile is left out. */
static bool take_process(const char *name, void *data)
{
	struct walk *walk = data;
	struct task task;
	char text[1024];

	if (*name < '0' || *name > '9')
		return true;
	if (!spend(walk))
		return false;
	if (system_text(text, sizeof(text), "/proc/%s/stat", name) < 0 || !task_parse(text, &task))
		return true;
	walk->pid = task.pid;
	if (task.threads > 1 && (!walk->enter || walk->enter(&task)))
		system_names(take_thread, walk, "/proc/%s/task", name);
	else
		walk->each(&task, walk->data);
	return !walk->gave_up;
}

static bool walk_all(struct walk *walk)
{
	return system_names(take_process, walk, "/proc") && !walk->gave_up;
}

bool tasks_each(void (*each)(const struct task *task, void *data), void *data)
{
	struct walk walk = {
		.each = each, .data = data, .left = TASKS_MAX, .end_ms = clock_ms() + TASKS_MAX_MS
	};

	return walk_all(&walk);
}

bool tasks_each_of(bool (*enter)(const struct task *process),
		   void (*each)(const struct task *task, void *data), void *data)
{
	struct walk walk = { .enter = enter,
			     .each = each,
			     .data = data,
			     .left = TASKS_MAX_SOME,
			     .end_ms = clock_ms() + TASKS_MAX_MS };

	return walk_all(&walk);
}
