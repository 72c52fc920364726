// SPDX-License-Identifier: BSD-2-Clause
/*
 * Asks over UDP, one question at a time, and waits for each answer (of `sink udp --answer`).
 *
 *   ask --to ADDRESS --port P --count N --wait MS [--pause MS]
 *
 * Prints "asked N unanswered M mean T": microseconds from before a question is sent until its
 * answer was read, of those that were answered.
 */
#include <getopt.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"

struct plan {
	struct sockaddr_storage to;
	socklen_t to_length;
	long count, wait_ms, pause_ms; /* between an answer and the next question */
};

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

/* Returns how many had no answer. */
static long ask(int fd, const struct plan *plan, double *ret_sum_us)
{
	struct pollfd answer = { .fd = fd, .events = POLLIN };
	char buffer[64];
	long missing = 0;

	for (long i = 0; i < plan->count; i++) {
		double start_us = now_us();

		must(send(fd, &i, sizeof(i), 0) == sizeof(i), "send");
		if (poll(&answer, 1, (int)plan->wait_ms) < 1) {
			missing++;
			continue;
		}
		must(recv(fd, buffer, sizeof(buffer), 0) >= 0, "recv");
		*ret_sum_us += now_us() - start_us;
		usleep((useconds_t)plan->pause_ms * 1000);
	}
	return missing;
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = {
		{ "to", required_argument, NULL, 't' },    { "port", required_argument, NULL, 'p' },
		{ "count", required_argument, NULL, 'c' }, { "wait", required_argument, NULL, 'w' },
		{ "pause", required_argument, NULL, 's' }, { 0 }
	};
	const char *to = NULL, *port = NULL;
	struct plan plan = { 0 };
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (letter) {
		case 't':
			to = optarg;
			break;
		case 'p':
			port = optarg;
			break;
		case 'c':
			plan.count = number("count", optarg, 1, 100000);
			break;
		case 'w':
			plan.wait_ms = number("wait", optarg, 1, 10000);
			break;
		case 's':
			plan.pause_ms = number("pause", optarg, 1, 1000);
			break;
		default:
			exit(2);
		}
	}
	if (!to || !port || !plan.count || !plan.wait_ms)
		error(2, 0, "usage: ask --to ADDRESS --port P --count N --wait MS [--pause MS]");
	plan.to_length = numeric_address(to, port, &plan.to);
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);
	int fd = socket(plan.to.ss_family, SOCK_DGRAM, 0);
	double sum_us = 0;
	long missing;

	alarm(SECONDS_MAX);
	must(fd >= 0, "socket");
	must(!connect(fd, (const struct sockaddr *)&plan.to, plan.to_length), "connect");
	missing = ask(fd, &plan, &sum_us);
	printf("asked %ld unanswered %ld mean %.1f\n", plan.count, missing,
	       missing < plan.count ? sum_us / (double)(plan.count - missing) : 0);
	return 0;
}
