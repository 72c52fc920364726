// SPDX-License-Identifier: BSD-2-Clause
/*
 * Generic netlink, in the namespace that the calling thread stands in.
 *
 * Families are looked for in the list of those that the kernel has, because asking for one by name
 * can load a module. Whatever is asked may wait for a kernel lock: call it in a child with a
 * deadline.
 */
#pragma once

#include <stddef.h>

#include <netlink/netlink.h>

#include "error.h"

struct generic_family {
	const char *name;
	int id; /* 0: this kernel has none */
};

/* A socket without acknowledgements; the ids of the families are set. */
int generic_open(struct generic_family *families, size_t count, struct nl_sock **ret_socket,
		 struct error *err);
