// SPDX-License-Identifier: BSD-2-Clause
/*
 * Runs part of a test in a forked child, for what cannot be undone: other namespaces, dropped
 * capabilities, limits. A failed assertion ends the child with another code than 0.
 */
#pragma once

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Says what did not hold and ends the child. */
#define CHILD_ASSERT(condition)                                                          \
	do {                                                                             \
		if (!(condition)) {                                                      \
			fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, \
				#condition);                                             \
			_exit(1);                                                        \
		}                                                                        \
	} while (0)

/* The exit code of the child, or 128 and the signal that ended it. */
static inline int in_child(void (*work)(void))
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		abort();
	if (!pid) {
		work();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
