// SPDX-License-Identifier: BSD-2-Clause
#include "netlink_sockets.h"

#include <inttypes.h>
#include <stdio.h>

#include <linux/netlink.h>

#include "cleanup.h"
#include "system_file.h"

bool netlink_sockets(struct netlink_socket *ret_sockets, size_t room, size_t *ret_count)
{
	cleanup_file FILE *file = system_open("/proc/thread-self/net/netlink");
	cleanup_free char *line = NULL;
	size_t length = 0, count = 0;

	if (!file)
		return false;
	while (count < room && getline(&line, &length, file) > 0) {
		struct netlink_socket *socket = &ret_sockets[count];
		unsigned protocol;

		/* sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode */
		if (sscanf(line, "%*s %u %" SCNu32 " %*x %" SCNu64 " %*u %*s %*u %" SCNu64,
			   &protocol, &socket->portid, &socket->queued, &socket->drops) == 4 &&
		    protocol == NETLINK_GENERIC && socket->portid)
			count++;
	}
	*ret_count = count;
	return true;
}
