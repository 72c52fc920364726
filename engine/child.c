// SPDX-License-Identifier: BSD-2-Clause
#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cleanup.h"
#include "clock.h"
#include "memory.h"

#define END_WAIT_MS 100 /* between closing the pipe and being gone there is only _exit */
#define READ_SIZE 65536
#define LINE_MAX_BYTES ((size_t)24 << 20) /* a report holds its evidence and more */

static int compare_descriptors(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void close_all_but(int *keep, size_t count)
{
	unsigned next = STDERR_FILENO + 1;

	qsort(keep, count, sizeof(*keep), compare_descriptors);
	for (size_t i = 0; i < count; i++) {
		if ((unsigned)keep[i] > next)
			close_range(next, (unsigned)keep[i] - 1, 0);
		if ((unsigned)keep[i] >= next)
			next = (unsigned)keep[i] + 1;
	}
	close_range(next, ~0U, 0);
}

static void silence_standard_streams(void)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (null < 0 || dup2(null, fd) < 0)
			close(fd);
}

/* Ctrl-C reaches the whole process group; what it means is the parent's affair. */
static void leave_signals_to_parent(pid_t parent)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
}

/* Killed, and not gone when they were left: a task that waits for a kernel lock dies when it has
 * it. Beyond so many they stay zombies until we end. */
static pid_t left_behind[64];

static void reap_left_behind(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(left_behind); i++)
		if (left_behind[i] && waitpid(left_behind[i], NULL, WNOHANG))
			left_behind[i] = 0;
}

static void leave_behind(pid_t pid)
{
	for (size_t i = 0; i < ARRAY_SIZE(left_behind); i++)
		if (!left_behind[i]) {
			left_behind[i] = pid;
			return;
		}
}

int child_start(void (*work)(int out, void *data), void *data, const int *keep, size_t keep_count,
		struct child *ret_child, struct error *err)
{
	cleanup_free int *kept = must_calloc(keep_count + 1, sizeof(*kept));
	pid_t parent = getpid(), pid;
	int ends[2];

	reap_left_behind();
	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_errno(err, errno, "cannot make a pipe");
	pid = fork();
	if (!pid) {
		leave_signals_to_parent(parent);
		if (keep_count)
			memcpy(kept, keep, keep_count * sizeof(*keep));
		kept[keep_count] = ends[1];
		silence_standard_streams();
		close_all_but(kept, keep_count + 1);
		work(ends[1], data);
		_exit(0);
	}
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return error_errno(err, errno, "cannot start a child");
	}
	*ret_child = (struct child){ .pid = pid, .pidfd = pidfd_open(pid, 0), .pipe = ends[0] };
	return 0;
}

/* Signals of the parent's own (Ctrl-C, a timer) shorten no deadline. */
static bool wait_readable(int fd, int timeout_ms)
{
	int64_t end = clock_ms() + timeout_ms;
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	int r;

	do {
		int64_t left = end - clock_ms();

		r = poll(&poll_fd, 1, left > 0 ? (int)left : 0);
	} while (r < 0 && errno == EINTR);
	return r > 0;
}

/* Moves what is not taken yet to the front, so that the buffer grows to one line at most. */
static void make_room(struct child *child)
{
	if (child->taken)
		memmove(child->buffer, child->buffer + child->taken, child->used - child->taken);
	child->used -= child->taken;
	child->taken = 0;
	if (child->room - child->used < READ_SIZE) {
		child->room = 2 * child->room + READ_SIZE;
		child->buffer = must_realloc(child->buffer, child->room);
	}
}

static char *take_line(struct child *child, size_t from)
{
	char *start = child->buffer + child->taken;
	char *end = memchr(start + from, '\n', child->used - child->taken - from);

	if (!end)
		return NULL;
	*end = '\0';
	child->taken = (size_t)(end + 1 - child->buffer);
	return start;
}

enum child_line child_read_line(struct child *child, int silence_ms, char **ret_line)
{
	size_t searched = 0;

	for (;;) {
		char *line = child->used > child->taken ? take_line(child, searched) : NULL;
		ssize_t received;

		if (line) {
			*ret_line = line;
			return CHILD_LINE;
		}
		searched = child->used - child->taken;
		if (searched > LINE_MAX_BYTES)
			return CHILD_ENDED;
		make_room(child);
		if (!wait_readable(child->pipe, silence_ms))
			return CHILD_SILENT;
		received = read(child->pipe, child->buffer + child->used, READ_SIZE);
		if (received <= 0) {
			child->ended = true;
			return CHILD_ENDED;
		}
		child->used += (size_t)received;
	}
}

void child_end(struct child *child)
{
	if (child->pid <= 0)
		return;
	close(child->pipe);
	if (!child->ended || child->pidfd < 0 || !wait_readable(child->pidfd, END_WAIT_MS))
		kill(child->pid, SIGKILL);
	if (!waitpid(child->pid, NULL, WNOHANG))
		leave_behind(child->pid);
	close_descriptor(&child->pidfd);
	free(child->buffer);
	*child = (struct child){ .pidfd = -1, .pipe = -1 };
}

void child_write(int out, const char *bytes, size_t length)
{
	while (length) {
		ssize_t written = write(out, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			_exit(1);
		bytes += written;
		length -= (size_t)written;
	}
}
