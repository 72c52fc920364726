// SPDX-License-Identifier: BSD-2-Clause
/*
 * Links and addresses over rtnetlink, in the namespace that the calling thread stands in.
 *
 * All of it may wait for the kernel's rtnl lock: call it in a child with a deadline. Information
 * about virtual functions is never asked for (it takes firmware calls). Looking a name up this way
 * loads no module, unlike the ioctls behind if_nametoindex().
 */
#pragma once

#include <stdint.h>

#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "error.h"

int route_open(struct nl_sock **ret_socket, struct error *err);

/* Calls `each` with every message of a dump of links or addresses; `head` is the question's own
 * header. A dump that changed under way is asked for again: `begin` then starts anew. */
int route_dump(struct nl_sock *socket, int type, const void *head, size_t size,
	       void (*begin)(void *data), void (*each)(struct nlmsghdr *message, void *data),
	       void *data, struct error *err);
/* All links, statistics included. */
int route_dump_links(struct nl_sock *socket, void (*begin)(void *data),
		     void (*each)(struct nlmsghdr *message, void *data), void *data,
		     struct error *err);

/* 1 and *ret_index, or 0 when there is no link of that name here. */
int route_find_link(struct nl_sock *socket, const char *name, uint32_t *ret_index,
		    struct error *err);

/* What the namespace here calls the namespace behind `fd`, or -1 when it has no number for it. */
int32_t route_netns_id(struct nl_sock *socket, int fd);

static inline void close_route(struct nl_sock **socket)
{
	nl_socket_free(*socket);
}
#define cleanup_route __attribute__((cleanup(close_route)))

static inline void free_message(struct nl_msg **message)
{
	nlmsg_free(*message);
}
#define cleanup_message __attribute__((cleanup(free_message)))
