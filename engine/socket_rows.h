// SPDX-License-Identifier: BSD-2-Clause
/*
 * Sockets of one namespace, from a BPF iterator or from /proc/net, summed by address and port:
 * several sockets share one with SO_REUSEPORT.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "probe.h"

#define SOCKETS_MAX 4096 /* per namespace */

struct socket_row {
	uint8_t family; /* 4 or 6 */
	uint8_t address[16];
	uint16_t port;
	/* Listening: waiting and allowed connections. UDP: bytes waiting and allowed. */
	uint64_t queued, limit, drops, sockets;
	bool no_limit, no_drops; /* the source does not tell */
};

struct socket_rows {
	struct socket_row *rows;
	size_t count;
	bool cut; /* there were more than SOCKETS_MAX */
};

/* Fills one row from a record of the iterator. */
typedef void (*socket_record)(const void *record, struct socket_row *ret_row);

/* Reads the link's iterator to its end, or until it says that nothing more of interest comes, or
 * SOCKETS_MAX. Closes `link`. */
int socket_rows_iterate(int link, size_t record_size, socket_record parse,
			struct socket_rows *ret_rows, struct error *err);

/* /proc/net/{tcp,tcp6}: listening sockets, which come first. /proc/net/{udp,udp6}: those that have
 * something waiting or lost something. */
int socket_rows_proc_listen(struct socket_rows *ret_rows, struct error *err);
int socket_rows_proc_udp(struct socket_rows *ret_rows, struct error *err);

/* Sums rows of the same address and port. */
void socket_rows_merge(struct socket_rows *rows);
void socket_rows_clear(struct socket_rows *rows);

/* One table row for each, in columns netns, family, address, port, queued, limit, drops, sockets.
 */
void socket_rows_report(const struct socket_rows *rows, const struct reading *reading);

#define cleanup_sockets __attribute__((cleanup(socket_rows_clear)))
