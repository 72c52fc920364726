// SPDX-License-Identifier: BSD-2-Clause
/*
 * How long a program takes to its end, and on the way there to a word on its standard error.
 *
 *   stopwatch [--word TEXT] -- COMMAND [ARGUMENT…]
 *
 * Prints, in microseconds: "word N" when a line with the word came; "end N" from the SIGTERM that
 * it got, which it hands on as SIGINT, to the program's end, or from the start when none came; "cpu
 * N" of user and system time; then "rss N" in KiB and "status N". A signal that comes before the
 * word waits for it.
 */
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "../lab/kit/kit.h"

#define LINE_MAX_BYTES 4096

struct watched {
	pid_t pid;
	int errors, signals;
	long long start_us, end_us;
};

static long long now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000ll + now.tv_nsec / 1000;
}

static int open_signals(sigset_t *ret_before)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	must(!sigprocmask(SIG_BLOCK, &set, ret_before), "sigprocmask");
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	must(fd >= 0, "signalfd");
	return fd;
}

static struct watched start(char **command)
{
	struct watched watched;
	sigset_t before;
	int ends[2];

	watched.signals = open_signals(&before);
	must(!pipe(ends), "pipe");
	watched.start_us = watched.end_us = now_us();
	watched.pid = fork();
	must(watched.pid >= 0, "fork");
	if (!watched.pid) {
		sigprocmask(SIG_SETMASK, &before, NULL);
		signal(SIGINT, SIG_DFL);
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(*command, command);
		error(127, errno, "%s", *command);
	}
	close(ends[1]);
	watched.errors = ends[0];
	return watched;
}

/* Copies what the program says; true when the word is in it for the first time. */
static bool copy_errors(struct watched *watched, const char *word)
{
	static char said[LINE_MAX_BYTES];
	static size_t used;
	ssize_t n = read(watched->errors, said + used, sizeof(said) - 1 - used);

	if (n <= 0) {
		close(watched->errors);
		watched->errors = -1;
		return false;
	}
	if (write(STDERR_FILENO, said + used, n) != n)
		error(1, errno, "standard error");
	used += n;
	said[used] = '\0';
	if (word && strstr(said, word))
		return true;
	if (used == sizeof(said) - 1)
		used = 0;
	return false;
}

static void hand_on(struct watched *watched)
{
	struct signalfd_siginfo info;

	must(read(watched->signals, &info, sizeof(info)) == sizeof(info), "signalfd");
	watched->end_us = now_us();
	kill(watched->pid, SIGINT);
}

static void follow(struct watched *watched, const char *word)
{
	while (watched->errors >= 0) {
		struct pollfd wait[] = { { .fd = watched->errors, .events = POLLIN },
					 { .fd = word ? -1 : watched->signals, .events = POLLIN } };

		if (poll(wait, 2, -1) < 0)
			continue;
		if (wait[1].revents)
			hand_on(watched);
		if (wait[0].revents && copy_errors(watched, word)) {
			printf("word %lld\n", now_us() - watched->start_us);
			fflush(stdout);
			word = NULL;
		}
	}
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "word", required_argument, NULL, 'w' }, { 0 } };
	struct watched watched;
	struct rusage usage;
	const char *word = NULL;
	int letter, status;

	while ((letter = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		if (letter != 'w')
			exit(2);
		word = optarg;
	}
	if (optind == argc)
		error(2, 0, "usage: stopwatch [--word TEXT] -- COMMAND [ARGUMENT…]");
	watched = start(argv + optind);
	follow(&watched, word);
	must(wait4(watched.pid, &status, 0, &usage) == watched.pid, "wait4");
	printf("end %lld\ncpu %lld\nrss %ld\nstatus %d\n", now_us() - watched.end_us,
	       (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000ll +
		       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec,
	       usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return 0;
}
