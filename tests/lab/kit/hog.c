// SPDX-License-Identifier: BSD-2-Clause
/*
 * Keeps one CPU busy above all ordinary tasks, for a while.
 *
 *   hog --cpu N --seconds S [--priority P] [--share PERCENT]
 *
 * Runs as SCHED_FIFO. With --share it is busy for that part of every 10 ms and sleeps for the rest.
 * Says "ready" when it has the CPU; at its end, or on SIGTERM, prints "busy N" milliseconds of CPU
 * time. The kernel's own limit for real-time tasks (sched_rt_runtime_us) leaves the others their 5
 * %.
 */
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <time.h>

#include "kit.h"

#define NS 1000000000ll
#define SLICE_NS 10000000ll

struct plan {
	long cpu, seconds, priority, share;
};

static volatile sig_atomic_t ended;

static void end(int signal)
{
	(void)signal;
	ended = 1;
}

static long long now_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NS + now.tv_nsec;
}

static void take_cpu(const struct plan *plan)
{
	struct sched_param param = { .sched_priority = plan->priority };
	struct sigaction action = { .sa_handler = end };
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(plan->cpu, &set);
	must(!sched_setaffinity(0, sizeof(set), &set), "--cpu");
	must(!sched_setscheduler(0, SCHED_FIFO, &param), "SCHED_FIFO");
	must(!sigaction(SIGTERM, &action, NULL) && !sigaction(SIGINT, &action, NULL), "sigaction");
}

static void be_busy(const struct plan *plan)
{
	long long start = now_ns(CLOCK_MONOTONIC), over = start + plan->seconds * NS;

	for (long long slice = start; slice < over && !ended; slice += SLICE_NS) {
		long long busy_until = slice + SLICE_NS * plan->share / 100;
		long long next = slice + SLICE_NS;
		struct timespec until = { next / NS, next % NS };

		while (!ended && now_ns(CLOCK_MONOTONIC) < busy_until)
			;
		if (plan->share < 100)
			clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	}
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "cpu", required_argument, NULL, 'c' },
						 { "seconds", required_argument, NULL, 's' },
						 { "priority", required_argument, NULL, 'p' },
						 { "share", required_argument, NULL, 'h' },
						 { 0 } };
	struct plan plan = { .cpu = -1, .priority = 50, .share = 100 };
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (letter) {
		case 'c':
			plan.cpu = number("cpu", optarg, 0, CPU_SETSIZE - 1);
			break;
		case 's':
			plan.seconds = number("seconds", optarg, 1, SECONDS_MAX);
			break;
		case 'p':
			plan.priority = number("priority", optarg, 1, 99);
			break;
		case 'h':
			plan.share = number("share", optarg, 1, 100);
			break;
		default:
			exit(2);
		}
	}
	if (plan.cpu < 0 || !plan.seconds)
		error(2, 0, "usage: hog --cpu N --seconds S ...");
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);

	take_cpu(&plan);
	puts("ready");
	fflush(stdout);
	be_busy(&plan);
	printf("busy %lld\n", now_ns(CLOCK_PROCESS_CPUTIME_ID) / 1000000);
	return 0;
}
