// SPDX-License-Identifier: BSD-2-Clause
/*
 * Bulk TCP that ends well: writes as fast as it can for some time, then says that this was all and
 * waits until the other end has read it.
 *
 *   stream --to ADDRESS --port P --ms MILLISECONDS
 *
 * Prints "sent N" bytes.
 */
#include <getopt.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"

#define CHUNK 65536

struct plan {
	struct sockaddr_storage to;
	socklen_t to_length;
	long ms;
};

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ll + now.tv_nsec / 1000000;
}

static long long write_for(int fd, long ms)
{
	static const char chunk[CHUNK];
	long long over = now_ms() + ms, sent = 0;

	while (now_ms() < over) {
		ssize_t n = write(fd, chunk, sizeof(chunk));

		must(n > 0, "write");
		sent += n;
	}
	return sent;
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "to", required_argument, NULL, 't' },
						 { "port", required_argument, NULL, 'p' },
						 { "ms", required_argument, NULL, 'm' },
						 { 0 } };
	const char *to = NULL, *port = NULL;
	struct plan plan = { .ms = 0 };
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (letter) {
		case 't':
			to = optarg;
			break;
		case 'p':
			port = optarg;
			break;
		case 'm':
			plan.ms = number("ms", optarg, 1, SECONDS_MAX * 1000);
			break;
		default:
			exit(2);
		}
	}
	if (!to || !port || !plan.ms)
		error(2, 0, "usage: stream --to ADDRESS --port P --ms MILLISECONDS");
	plan.to_length = numeric_address(to, port, &plan.to);
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);
	int fd = socket(plan.to.ss_family, SOCK_STREAM, 0);
	long long sent;
	char nothing;

	alarm(SECONDS_MAX);
	must(fd >= 0, "socket");
	must(!connect(fd, (const struct sockaddr *)&plan.to, plan.to_length), "connect");
	sent = write_for(fd, plan.ms);
	must(!shutdown(fd, SHUT_WR), "shutdown");
	must(read(fd, &nothing, 1) == 0, "the other end's close");
	printf("sent %lld\n", sent);
	return 0;
}
