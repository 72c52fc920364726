// SPDX-License-Identifier: BSD-2-Clause
/*
 * Opens one TCP connection, says where it stands, and holds it.
 *
 *   hold --to ADDRESS --port P [--seconds S]
 *
 * Prints "ready PORT SEQUENCE TIME": its own port, the sequence number and the timestamp of the
 * next byte it would send. On SIGTERM, or after --seconds, it ends.
 */
#include <getopt.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdint.h>
#include <unistd.h>

#include "kit.h"

static uint32_t option(int fd, int name)
{
	uint32_t value = 0;
	socklen_t length = sizeof(value);

	must(!getsockopt(fd, IPPROTO_TCP, name, &value, &length), "getsockopt");
	return value;
}

static void set(int fd, int name, int value)
{
	must(!setsockopt(fd, IPPROTO_TCP, name, &value, sizeof(value)), "setsockopt");
}

/* Only a socket under repair tells its numbers; it sends nothing on the way back. */
static uint32_t next_sequence(int fd)
{
	uint32_t sequence;

	set(fd, TCP_REPAIR, TCP_REPAIR_ON);
	set(fd, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE);
	sequence = option(fd, TCP_QUEUE_SEQ);
	set(fd, TCP_REPAIR, TCP_REPAIR_OFF_NO_WP);
	return sequence;
}

static int own_port(int fd)
{
	struct sockaddr_storage own;
	socklen_t length = sizeof(own);

	must(!getsockname(fd, (struct sockaddr *)&own, &length), "getsockname");
	return ntohs(own.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&own)->sin6_port
					       : ((struct sockaddr_in *)&own)->sin_port);
}

int main(int argc, char **argv)
{
	static const struct option options[] = { { "to", required_argument, NULL, 't' },
						 { "port", required_argument, NULL, 'p' },
						 { "seconds", required_argument, NULL, 's' },
						 { 0 } };
	const char *host = NULL, *port = NULL;
	struct sockaddr_storage to;
	long seconds = SECONDS_MAX;
	socklen_t length;
	int letter, fd;

	while ((letter = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (letter == 't')
			host = optarg;
		else if (letter == 'p')
			port = optarg;
		else if (letter == 's')
			seconds = number("seconds", optarg, 1, SECONDS_MAX);
		else
			exit(2);
	}
	if (!host || !port)
		error(2, 0, "usage: hold --to ADDRESS --port P [--seconds S]");
	alarm((unsigned)seconds);
	length = numeric_address(host, port, &to);
	fd = socket(to.ss_family, SOCK_STREAM, 0);
	must(fd >= 0 && !connect(fd, (struct sockaddr *)&to, length), "connect");
	printf("ready %d %u %u\n", own_port(fd), next_sequence(fd), option(fd, TCP_TIMESTAMP));
	fflush(stdout);
	pause();
	return 0;
}
