// SPDX-License-Identifier: BSD-2-Clause
/*
 * Receives on one port and prints what it got.
 *
 *   sink udp|tcp --port P [--family 4|6] [--rcvbuf BYTES] [--backlog N] [--idle] [--filter]
 *        [--answer] [--pause MS] [--seconds S]
 *
 * Says "ready" once it is bound. Reads every datagram, or accepts every connection and reads it to
 * its end; with --idle it never reads or accepts. With --pause it sleeps
 * before it reads each datagram. --filter attaches a socket filter that takes
 * nothing. --answer sends each datagram back. On SIGTERM, or after --seconds, it prints "got N"
 * (datagrams or connections) and ends.
 */
#include <getopt.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "kit.h"

struct plan {
	bool tcp, idle, filter, answer;
	int family;
	long port, rcvbuf, backlog, pause_ms, seconds;
};

static void refuse_all(int fd)
{
	struct sock_filter take_nothing = BPF_STMT(BPF_RET | BPF_K, 0);
	struct sock_fprog program = { 1, &take_nothing };

	must(!setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)),
	     "SO_ATTACH_FILTER");
}

static int open_port(const struct plan *plan)
{
	struct sockaddr_storage at = { .ss_family = plan->family };
	int one = 1, rcvbuf = plan->rcvbuf;
	int fd = socket(plan->family, (plan->tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_NONBLOCK, 0);

	must(fd >= 0, "socket");
	/* The port is at the same place in both families. */
	((struct sockaddr_in *)&at)->sin_port = htons(plan->port);
	must(!setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)), "SO_REUSEADDR");
	if (plan->family == AF_INET6)
		must(!setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one)), "IPV6_V6ONLY");
	if (rcvbuf)
		must(!setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &rcvbuf, sizeof(rcvbuf)),
		     "SO_RCVBUFFORCE");
	if (plan->filter)
		refuse_all(fd);
	must(!bind(fd, (struct sockaddr *)&at,
		   plan->family == AF_INET6 ? sizeof(struct sockaddr_in6)
					    : sizeof(struct sockaddr_in)),
	     "bind");
	if (plan->tcp)
		must(!listen(fd, plan->backlog), "listen");
	return fd;
}

static void watch(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	must(!epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

/* SIGTERM, SIGINT and the time limit, as something to wait for. */
static int open_signals(long seconds)
{
	sigset_t set;
	int fd;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGALRM);
	must(!sigprocmask(SIG_BLOCK, &set, NULL), "sigprocmask");
	fd = signalfd(-1, &set, 0);
	must(fd >= 0, "signalfd");
	alarm(seconds);
	return fd;
}

static long read_datagrams(int fd, bool answer)
{
	struct sockaddr_storage from;
	socklen_t length = sizeof(from);
	char buffer[2048];
	long got = 0;
	ssize_t n;

	for (;
	     (n = recvfrom(fd, buffer, sizeof(buffer), 0, (struct sockaddr *)&from, &length)) >= 0;
	     got++)
		if (answer)
			sendto(fd, buffer, (size_t)n, 0, (struct sockaddr *)&from, length);
	return got;
}

static long read_late(int fd, long pause_ms)
{
	char buffer[2048];

	usleep((useconds_t)(pause_ms * 1000));
	return recv(fd, buffer, sizeof(buffer), 0) >= 0;
}

static long accept_all(int epoll, int listener)
{
	long got = 0;
	int fd;

	for (; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0; got++)
		watch(epoll, fd);
	return got;
}

static void read_connection(int fd)
{
	char buffer[2048];
	ssize_t n;

	while ((n = recv(fd, buffer, sizeof(buffer), 0)) > 0)
		;
	if (n == 0 || errno != EAGAIN)
		close(fd);
}

static long serve(const struct plan *plan, int port, int signals)
{
	int epoll = epoll_create1(0);
	long got = 0;

	watch(epoll, signals);
	if (!plan->idle)
		watch(epoll, port);
	for (;;) {
		struct epoll_event event;

		if (epoll_wait(epoll, &event, 1, -1) < 1)
			continue;
		if (event.data.fd == signals)
			return got;
		if (event.data.fd != port)
			read_connection(event.data.fd);
		else if (plan->pause_ms)
			got += read_late(port, plan->pause_ms);
		else
			got += plan->tcp ? accept_all(epoll, port)
					 : read_datagrams(port, plan->answer);
	}
}

static struct plan parse(int argc, char **argv)
{
	static const struct option options[] = { { "port", required_argument, NULL, 'p' },
						 { "family", required_argument, NULL, 'f' },
						 { "rcvbuf", required_argument, NULL, 'r' },
						 { "backlog", required_argument, NULL, 'b' },
						 { "idle", no_argument, NULL, 'i' },
						 { "filter", no_argument, NULL, 'F' },
						 { "answer", no_argument, NULL, 'a' },
						 { "pause", required_argument, NULL, 'P' },
						 { "seconds", required_argument, NULL, 's' },
						 { 0 } };
	struct plan plan = { .family = AF_INET, .backlog = 128, .seconds = 120 };
	const char *kind = argc > 1 ? argv[1] : "";
	int letter;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (letter) {
		case 'p':
			plan.port = number("port", optarg, 1, 65535);
			break;
		case 'f':
			plan.family = number("family", optarg, 4, 6) == 6 ? AF_INET6 : AF_INET;
			break;
		case 'r':
			plan.rcvbuf = number("rcvbuf", optarg, 1, 1 << 30);
			break;
		case 'b':
			plan.backlog = number("backlog", optarg, 0, 4096);
			break;
		case 'i':
			plan.idle = true;
			break;
		case 'F':
			plan.filter = true;
			break;
		case 'a':
			plan.answer = true;
			break;
		case 'P':
			plan.pause_ms = number("pause", optarg, 1, 10000);
			break;
		case 's':
			plan.seconds = number("seconds", optarg, 1, SECONDS_MAX);
			break;
		default:
			exit(2);
		}
	}
	if (!plan.port || (strcmp(kind, "udp") && strcmp(kind, "tcp")))
		error(2, 0, "usage: sink udp|tcp --port P ...");
	plan.tcp = *kind == 't';
	return plan;
}

int main(int argc, char **argv)
{
	struct plan plan = parse(argc, argv);
	int signals = open_signals(plan.seconds), port = open_port(&plan);

	puts("ready");
	fflush(stdout);
	printf("got %ld\n", serve(&plan, port, signals));
	return 0;
}
