// SPDX-License-Identifier: BSD-2-Clause
/* Generic netlink sockets of a namespace, from /proc/net/netlink: who listens, what waits, what was
 * lost because the socket was full. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct netlink_socket {
	uint32_t portid;
	uint64_t queued; /* bytes that wait to be read */
	uint64_t drops;  /* messages that found it full, since it was opened */
};

/* Fills at most `room`, of those in the namespace of the calling thread; the kernel's own sockets
 * (portid 0) are left out. False when the list cannot be read. */
bool netlink_sockets(struct netlink_socket *ret_sockets, size_t room, size_t *ret_count);
