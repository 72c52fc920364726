// SPDX-License-Identifier: BSD-2-Clause
/*
 * Preloaded into netdoctor: one call of the C library fails, the one with the number FAIL_AT.
 *
 *  FAIL_KIND  "call": files, pipes, processes; "memory": allocations
 *  FAIL_WHO   "parent", or "child": every process that it starts, each counting for itself
 *  FAIL_SAID  a file of one byte, which becomes "r" when the call was reached
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static long fail_at = -1;
static pid_t parent;
static int memory, child;
static char *said;
static __thread int inside;

/* Shared memory: a sealed child can make no file. */
static char *map_said(const char *path)
{
	int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR) : -1;
	void *place = fd < 0 ? MAP_FAILED : mmap(NULL, 1, PROT_WRITE, MAP_SHARED, fd, 0);

	if (fd >= 0)
		syscall(SYS_close, fd);
	return place == MAP_FAILED ? NULL : place;
}

__attribute__((constructor)) static void begin(void)
{
	const char *at = getenv("FAIL_AT"), *kind = getenv("FAIL_KIND"), *who = getenv("FAIL_WHO");

	parent = getpid();
	said = map_said(getenv("FAIL_SAID"));
	memory = kind && !strcmp(kind, "memory");
	child = who && !strcmp(who, "child");
	fail_at = at ? atol(at) : -1;
}

/* The count is per process: a fork inherits it, and starts again as a child. */
static int fails(int is_memory)
{
	static long count;
	static pid_t owner;
	pid_t self = (pid_t)syscall(SYS_getpid);

	if (fail_at < 0 || inside || is_memory != memory || (self != parent) != child)
		return 0;
	if (owner != self) {
		owner = self;
		count = 0;
	}
	if (++count != fail_at)
		return 0;
	if (said)
		*said = 'r';
	errno = is_memory ? ENOMEM : EIO;
	return 1;
}

#define REAL(name)                                             \
	static typeof(&name) real;                             \
	if (!real) {                                           \
		inside = 1;                                    \
		real = (typeof(&name))dlsym(RTLD_NEXT, #name); \
		inside = 0;                                    \
	}

#define FAILING(result, failure, name, parameters, arguments) \
	result name parameters                                \
	{                                                     \
		REAL(name)                                    \
		if (fails(0))                                 \
			return failure;                       \
		return real arguments;                        \
	}

FAILING(ssize_t, -1, read, (int fd, void *to, size_t size), (fd, to, size))
FAILING(ssize_t, -1, write, (int fd, const void *from, size_t size), (fd, from, size))
FAILING(int, -1, fsync, (int fd), (fd))
FAILING(int, -1, fstat, (int fd, struct stat *to), (fd, to))
FAILING(int, -1, fstatat, (int fd, const char *name, struct stat *to, int flags),
	(fd, name, to, flags))
FAILING(int, -1, linkat, (int a, const char *from, int b, const char *to, int flags),
	(a, from, b, to, flags))
FAILING(int, -1, renameat, (int a, const char *from, int b, const char *to), (a, from, b, to))
FAILING(int, -1, unlinkat, (int fd, const char *name, int flags), (fd, name, flags))
FAILING(int, -1, pipe2, (int ends[2], int flags), (ends, flags))
FAILING(pid_t, -1, fork, (void), ())
FAILING(int, -1, poll, (struct pollfd * fds, nfds_t count, int timeout), (fds, count, timeout))
FAILING(int, -1, fflush, (FILE * stream), (stream))
FAILING(FILE *, NULL, fopen, (const char *path, const char *mode), (path, mode))
FAILING(FILE *, NULL, fdopen, (int fd, const char *mode), (fd, mode))
FAILING(FILE *, NULL, fopencookie,
	(void *cookie, const char *mode, cookie_io_functions_t functions),
	(cookie, mode, functions))

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	REAL(open)

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails(0) ? -1 : real(path, flags, mode);
}

int openat(int fd, const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;
	REAL(openat)

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return fails(0) ? -1 : real(fd, path, flags, mode);
}

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

void *malloc(size_t size)
{
	return fails(1) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails(1) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails(1) ? NULL : __libc_realloc(old, size);
}
