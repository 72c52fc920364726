// SPDX-License-Identifier: BSD-2-Clause
/*
 * The reader's child, which can be asked again.
 *
 * After a walk it waits for the next task: who reads every second saves the fork, and copying each
 * page that parent and child write. It knows the session as it was at the fork: who changes what
 * readers see of it ends the child, and the next one is forked then. It ends by itself when the
 * parent is gone.
 */
#pragma once

#include <stdbool.h>

#include "child.h"
#include "reader_child.h"

struct reader_process {
	struct child child;
	int ask;    /* the end that is written to */
	bool idle;  /* it has ended a walk and waits */
	bool fresh; /* it was not asked before */
};

#define READER_PROCESS_NONE \
	((struct reader_process){ .child = { .pidfd = -1, .pipe = -1 }, .ask = -1 })

/* Gives the task to the child that is there and waits, or else to another one. */
int reader_process_ask(struct reader_process *process, const struct reader_task *task,
		       struct error *err);
/* One that waits is reaped, so that its CPU time is known; one that is busy is killed and left. */
void reader_process_end(struct reader_process *process);
