// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a packet costs on its way between two network namespaces, from the sender's system call to
 * the receiver's.
 *
 *   pace udp|tcp|bulk --from NAMESPACE --to NAMESPACE --address A --port P
 *        [--batches N] [--packets N] [--warm MILLISECONDS]
 *
 * udp, tcp: a byte there and a byte back, again and again; bulk: 64 KiB written and read. One
 * process holds both ends, so that no scheduler is in between. Prints "ns N", the median over the
 * batches of the time per packet (bulk: per 64 KiB). What is sent before, for so long and at least
 * one batch, is not counted: who samples has found its rate by then.
 */
#include <fcntl.h>
#include <getopt.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <stdbool.h>
#include <time.h>
#include <unistd.h>

#include "../lab/kit/kit.h"

#define BATCHES_MAX 1000
#define CHUNK 65536

enum kind { UDP, TCP, BULK };

struct plan {
	enum kind kind;
	const char *from, *to, *address, *port;
	long batches, packets, warm_ms;
};

struct wire {
	int near, far;
};

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ll + now.tv_nsec;
}

static void enter(const char *namespace)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", namespace);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	must(fd >= 0 && !setns(fd, CLONE_NEWNET), path);
	close(fd);
}

static int open_socket(const struct plan *plan, int family)
{
	int type = plan->kind == UDP ? SOCK_DGRAM : SOCK_STREAM, one = 1;
	int fd = socket(family, type, 0);

	must(fd >= 0, "socket");
	must(!setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	if (plan->kind == TCP)
		must(!setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)), "TCP_NODELAY");
	return fd;
}

/* Both ends connected: UDP too, so that answers need no address. */
static struct wire open_wire(const struct plan *plan)
{
	struct sockaddr_storage to, near;
	socklen_t length = numeric_address(plan->address, plan->port, &to);
	struct wire wire;
	int listener;

	enter(plan->to);
	listener = open_socket(plan, to.ss_family);
	must(!bind(listener, (struct sockaddr *)&to, length), "bind");
	must(plan->kind == UDP || !listen(listener, 1), "listen");
	enter(plan->from);
	wire.near = open_socket(plan, to.ss_family);
	must(!connect(wire.near, (struct sockaddr *)&to, length), "connect");
	wire.far = listener;
	if (plan->kind == UDP) {
		must(!getsockname(wire.near, (struct sockaddr *)&near, &length), "getsockname");
		must(!connect(listener, (struct sockaddr *)&near, length), "connect back");
	} else {
		wire.far = accept(listener, NULL, NULL);
		must(wire.far >= 0, "accept");
	}
	return wire;
}

static void pass_byte(int from, int to)
{
	char byte = 1;

	must(send(from, &byte, 1, 0) == 1, "send");
	must(recv(to, &byte, 1, 0) == 1, "recv");
}

static void pass_chunk(const struct wire *wire)
{
	static char chunk[CHUNK];
	long written = 0, read = 0;

	while (read < CHUNK) {
		ssize_t n = written < CHUNK ? send(wire->near, chunk, CHUNK - written, MSG_DONTWAIT)
					    : 0;

		written += n > 0 ? n : 0;
		n = recv(wire->far, chunk, CHUNK, written > read ? 0 : MSG_DONTWAIT);
		read += n > 0 ? n : 0;
	}
}

/* Nanoseconds per packet of one batch. */
static double batch(const struct plan *plan, const struct wire *wire)
{
	long long start = now_ns();

	for (long i = 0; i < plan->packets; i++) {
		if (plan->kind == BULK) {
			pass_chunk(wire);
			continue;
		}
		pass_byte(wire->near, wire->far);
		pass_byte(wire->far, wire->near);
	}
	return (double)(now_ns() - start) / plan->packets / (plan->kind == BULK ? 1 : 2);
}

static int by_size(const void *a, const void *b)
{
	double difference = *(const double *)a - *(const double *)b;

	return (difference > 0) - (difference < 0);
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "from", required_argument, NULL, 'f' },
						 { "to", required_argument, NULL, 't' },
						 { "address", required_argument, NULL, 'a' },
						 { "port", required_argument, NULL, 'p' },
						 { "batches", required_argument, NULL, 'b' },
						 { "packets", required_argument, NULL, 'n' },
						 { "warm", required_argument, NULL, 'w' },
						 { 0 } };
	struct plan plan = { .port = "7", .batches = 7, .packets = 200 };
	const char *kind = argc > 1 ? argv[1] : "";
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (letter) {
		case 'f':
			plan.from = optarg;
			break;
		case 't':
			plan.to = optarg;
			break;
		case 'a':
			plan.address = optarg;
			break;
		case 'p':
			plan.port = optarg;
			break;
		case 'b':
			plan.batches = number("batches", optarg, 1, BATCHES_MAX);
			break;
		case 'n':
			plan.packets = number("packets", optarg, 1, 1000000);
			break;
		case 'w':
			plan.warm_ms = number("milliseconds", optarg, 0, 10000);
			break;
		default:
			exit(2);
		}
	}
	if (!plan.from || !plan.to || !plan.address ||
	    (strcmp(kind, "udp") && strcmp(kind, "tcp") && strcmp(kind, "bulk")))
		error(2, 0, "usage: pace udp|tcp|bulk --from NAMESPACE --to NAMESPACE ...");
	plan.kind = *kind == 'u' ? UDP : *kind == 't' ? TCP : BULK;
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);
	static double times[BATCHES_MAX];
	struct wire wire;
	long long start;

	alarm(SECONDS_MAX);
	wire = open_wire(&plan);
	start = now_ns();
	do
		batch(&plan, &wire);
	while (now_ns() - start < plan.warm_ms * 1000000ll);
	for (long i = 0; i < plan.batches; i++)
		times[i] = batch(&plan, &wire);
	qsort(times, plan.batches, sizeof(*times), by_size);
	printf("ns %.0f\n", times[plan.batches / 2]);
	return 0;
}
