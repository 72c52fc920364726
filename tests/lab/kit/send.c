// SPDX-License-Identifier: BSD-2-Clause
/*
 * Sends exactly so many packets, evenly in time, and prints how many really left.
 *
 *   send udp|tcp|icmp --to ADDRESS [--port P] [--count N] [--rate PER_SECOND] [--payload BYTES]
 *        [--from-port P | --spread | --fresh] [--ports N] [--hold MS]
 *
 * udp: one datagram per count, unconnected, so that no ICMP answer stops a later one; --spread
 * takes turns over sixteen source ports, --fresh takes a new one for each datagram, --ports takes
 * turns over so many destination ports from --port on. tcp: one connection attempt per count,
 * closed after --hold milliseconds whatever became of it; below one second no SYN is ever repeated.
 * icmp: echo requests. Prints "sent N" and, for tcp, "established N".
 */
#include <fcntl.h>
#include <getopt.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"

#define COUNT_MAX 200000
#define PAYLOAD_MAX 1400
#define SPREAD 16
#define NS 1000000000ll

enum kind { UDP, TCP, ICMP };

struct plan {
	enum kind kind;
	struct sockaddr_storage to;
	socklen_t to_length;
	long count, rate, payload, from_port, ports, hold_ms;
	bool spread, fresh;
};

struct done {
	long sent, established;
};

static long long now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS + now.tv_nsec;
}

static void sleep_until(long long when)
{
	struct timespec until = { .tv_sec = when / NS, .tv_nsec = when % NS };

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
		;
}

static int open_socket(const struct plan *plan, int type, int protocol, long from_port)
{
	struct sockaddr_storage from = { .ss_family = plan->to.ss_family };
	int fd = socket(plan->to.ss_family, type, protocol), one = 1;

	must(fd >= 0, "socket");
	/* The port is at the same place in both families. */
	((struct sockaddr_in *)&from)->sin_port = htons(from_port);
	must(!setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	if (from_port)
		must(!bind(fd, (struct sockaddr *)&from, plan->to_length), "bind");
	return fd;
}

/* To the next of the destination ports. */
static bool send_datagram(const struct plan *plan, int fd, long number)
{
	static const char payload[PAYLOAD_MAX];
	struct sockaddr_storage to = plan->to;
	/* The port is at the same place in both families. */
	in_port_t *port = &((struct sockaddr_in *)&to)->sin_port;

	*port = htons(ntohs(*port) + number % plan->ports);
	return sendto(fd, payload, plan->payload, 0, (const struct sockaddr *)&to,
		      plan->to_length) == plan->payload;
}

static struct done send_udp(const struct plan *plan, long long start)
{
	int sockets[SPREAD], used = plan->spread ? SPREAD : 1;
	struct done done = { 0 };

	for (int i = 0; i < used; i++)
		sockets[i] = open_socket(plan, SOCK_DGRAM, 0, plan->from_port);
	for (long i = 0; i < plan->count; i++) {
		sleep_until(start + i * NS / plan->rate);
		done.sent += send_datagram(plan, sockets[i % used], i);
		if (!plan->fresh)
			continue;
		close(sockets[0]);
		sockets[0] = open_socket(plan, SOCK_DGRAM, 0, 0);
	}
	return done;
}

static uint16_t internet_checksum(const void *data, size_t length)
{
	const uint8_t *bytes = data;
	uint32_t sum = 0;

	for (size_t i = 0; i < length; i++)
		sum += i % 2 ? bytes[i] : bytes[i] << 8;
	sum = (sum >> 16) + (sum & 0xffff);
	return htons(~(sum + (sum >> 16)));
}

static struct done send_icmp(const struct plan *plan, long long start)
{
	bool six = plan->to.ss_family == AF_INET6;
	struct sockaddr_storage to = plan->to;
	uint8_t packet[sizeof(struct icmphdr) + PAYLOAD_MAX] = { 0 };
	struct icmphdr *header = (struct icmphdr *)packet;
	size_t length = sizeof(*header) + plan->payload;
	struct done done = { 0 };
	int fd = open_socket(plan, SOCK_RAW, six ? IPPROTO_ICMPV6 : IPPROTO_ICMP, 0);

	((struct sockaddr_in *)&to)->sin_port = 0;
	header->type = six ? ICMP6_ECHO_REQUEST : ICMP_ECHO;
	header->un.echo.id = htons(getpid());
	for (long i = 0; i < plan->count; i++) {
		sleep_until(start + i * NS / plan->rate);
		header->un.echo.sequence = htons(i);
		header->checksum = 0;
		if (!six)
			header->checksum = internet_checksum(packet, length);
		done.sent += sendto(fd, packet, length, 0, (struct sockaddr *)&to,
				    plan->to_length) == (ssize_t)length;
	}
	return done;
}

static bool close_attempt(int fd)
{
	int failure = 0;
	socklen_t length = sizeof(failure);
	struct pollfd wait = { .fd = fd, .events = POLLOUT };
	bool up = poll(&wait, 1, 0) == 1 &&
		  !getsockopt(fd, SOL_SOCKET, SO_ERROR, &failure, &length) && !failure;

	close(fd);
	return up;
}

static struct done send_tcp(const struct plan *plan, long long start)
{
	static int attempts[COUNT_MAX];
	long long hold = plan->hold_ms * NS / 1000;
	struct done done = { 0 };
	long closed = 0;

	for (long i = 0; i < plan->count; i++) {
		long long due = start + i * NS / plan->rate;

		for (; closed < i && start + closed * NS / plan->rate + hold <= due; closed++)
			done.established += close_attempt(attempts[closed]);
		sleep_until(due);
		attempts[i] = open_socket(plan, SOCK_STREAM | SOCK_NONBLOCK, 0, plan->from_port);
		done.sent += !connect(attempts[i], (const struct sockaddr *)&plan->to,
				      plan->to_length) ||
			     errno == EINPROGRESS;
	}
	for (; closed < plan->count; closed++) {
		sleep_until(start + closed * NS / plan->rate + hold);
		done.established += close_attempt(attempts[closed]);
	}
	return done;
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "to", required_argument, NULL, 't' },
						 { "port", required_argument, NULL, 'p' },
						 { "count", required_argument, NULL, 'c' },
						 { "rate", required_argument, NULL, 'r' },
						 { "payload", required_argument, NULL, 'l' },
						 { "from-port", required_argument, NULL, 'f' },
						 { "spread", no_argument, NULL, 's' },
						 { "fresh", no_argument, NULL, 'n' },
						 { "ports", required_argument, NULL, 'm' },
						 { "hold", required_argument, NULL, 'h' },
						 { 0 } };
	struct plan plan = { .count = 1, .rate = 100, .payload = 64, .ports = 1, .hold_ms = 300 };
	const char *to = NULL, *port = "0", *kind = argc > 1 ? argv[1] : "";
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
			plan.count = number("count", optarg, 1, COUNT_MAX);
			break;
		case 'r':
			plan.rate = number("rate", optarg, 1, 1000000);
			break;
		case 'l':
			plan.payload = number("payload", optarg, 0, PAYLOAD_MAX);
			break;
		case 'f':
			plan.from_port = number("from-port", optarg, 1, 65535);
			break;
		case 's':
			plan.spread = true;
			break;
		case 'n':
			plan.fresh = true;
			break;
		case 'm':
			plan.ports = number("ports", optarg, 1, 1000);
			break;
		case 'h':
			plan.hold_ms = number("hold", optarg, 1, 60000);
			break;
		default:
			exit(2);
		}
	}
	if (!to || (strcmp(kind, "udp") && strcmp(kind, "tcp") && strcmp(kind, "icmp")))
		error(2, 0, "usage: send udp|tcp|icmp --to ADDRESS ...");
	plan.kind = *kind == 'u' ? UDP : *kind == 't' ? TCP : ICMP;
	plan.to_length = numeric_address(to, port, &plan.to);
	return plan;
}

int main(int argc, char **argv)
{
	static struct done (*const senders[])(const struct plan *, long long) = {
		[UDP] = send_udp, [TCP] = send_tcp, [ICMP] = send_icmp
	};
	struct plan plan = parse(argc, argv);
	struct done done;

	alarm(SECONDS_MAX);
	done = senders[plan.kind](&plan, now_ns());
	printf("sent %ld\n", done.sent);
	if (plan.kind == TCP)
		printf("established %ld\n", done.established);
	return 0;
}
