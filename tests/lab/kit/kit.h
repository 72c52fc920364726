// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the lab's small tools share: strict arguments, one way to fail.
 *
 * A tool is one file, built into build/lab/ on its own. It does exactly what its arguments say,
 * prints what it really did, and ends by itself: counts and seconds have upper limits.
 */
#pragma once

#include <errno.h>
#include <error.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#define SECONDS_MAX 600

/* Ends the tool with one sentence and the text of errno; exit status 1. */
#define must(condition, what)                                        \
	do {                                                         \
		if (!(condition))                                    \
			error(1, errno, "%s", (const char *)(what)); \
	} while (0)

/* The whole text as a number from `low` to `high`, or the tool ends with status 2. */
static inline long number(const char *name, const char *text, long low, long high)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < low || value > high)
		error(2, 0, "--%s takes a number from %ld to %ld, not '%s'", name, low, high, text);
	return value;
}

/* The socket address of a numeric IPv4 or IPv6 address and a port, or the tool ends with status 2.
 */
static inline socklen_t numeric_address(const char *host, const char *port,
					struct sockaddr_storage *ret_address)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *found;
	socklen_t length;

	if (getaddrinfo(host, port, &hints, &found))
		error(2, 0, "'%s' port '%s' is no numeric address", host, port);
	length = found->ai_addrlen;
	memcpy(ret_address, found->ai_addr, length);
	freeaddrinfo(found);
	return length;
}
