// SPDX-License-Identifier: BSD-2-Clause
/* Queueing disciplines over rtnetlink, in the namespace that the calling thread stands in. */
#pragma once

#include "route.h"

/* Calls `each` with every message of a dump of the qdiscs of all devices, those that a class made
 * for itself included. `begin` starts anew, as with route_dump_links. */
int route_dump_qdiscs(struct nl_sock *socket, void (*begin)(void *data),
		      void (*each)(struct nlmsghdr *message, void *data), void *data,
		      struct error *err);
