// SPDX-License-Identifier: BSD-2-Clause
/*
 * A forked child that asks the kernel things which may never come back, and talks through a pipe.
 *
 * The child has /dev/null for its standard streams, the pipe, and the descriptors it is told to
 * keep; everything else is closed, so that a child that is left behind holds nothing of the
 * parent's: no terminal, no BPF program. It leaves by _exit, and dies when the parent dies.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "error.h"

struct child {
	pid_t pid;
	int pidfd;
	int pipe;
	char *buffer; /* what was received and not yet taken as a line */
	size_t used, taken, room;
	bool ended; /* it closed the pipe */
};

/* Starts work(out, data), where `out` is the writing end of the pipe. */
int child_start(void (*work)(int out, void *data), void *data, const int *keep, size_t keep_count,
		struct child *ret_child, struct error *err);

enum child_line {
	CHILD_LINE,   /* *ret_line is one line without its newline, good until the next call */
	CHILD_ENDED,  /* the child closed the pipe */
	CHILD_SILENT, /* nothing came within `silence_ms` */
};
enum child_line child_read_line(struct child *child, int silence_ms, char **ret_line);

/* Ends it: one that is done is reaped, any other is killed and not waited for. */
void child_end(struct child *child);

/* For the child: writes all of it, or ends the child when nobody listens any more. */
void child_write(int out, const char *bytes, size_t length);

static inline void end_child(struct child *child)
{
	child_end(child);
}
#define cleanup_child __attribute__((cleanup(end_child)))
