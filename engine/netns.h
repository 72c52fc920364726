// SPDX-License-Identifier: BSD-2-Clause
/*
 * The network namespaces of this host: own first, then every other that can be entered.
 *
 * They are found through /run/netns and /proc/PID/ns/net, each once (by inode number), at most
 * NETNS_MAX; how many more there were is counted and said. A namespace is called by its name under
 * /run/netns, else "pid N", the lowest process in it; the own one is "self".
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define NETNS_MAX 256
#define NETNS_SELF "self"

struct netns {
	char *name;
	uint32_t inode; /* what the kernel calls ns.inum */
	int fd;         /* open while the list lives, so that entering cannot hit another one */
	bool self;
};

struct netns_list {
	struct netns *entries;
	size_t count;
	size_t beyond; /* found but not listed: too many, or not to be opened */
};

/* `selector`: NULL or "all", "self", a name under /run/netns, or a process id. A name or process
 * that is not there is an error. */
int netns_list_open(const char *selector, struct netns_list *ret_list, struct error *err);
void netns_list_close(struct netns_list *list);

const struct netns *netns_by_inode(const struct netns_list *list, uint32_t inode);
/* Its name in the list; of one that is not listed "net:[INODE]", in `buffer`; "" for inode 0. */
const char *netns_name(const struct netns_list *list, uint32_t inode, char *buffer, size_t size);
/* Whether a name is one that cannot be entered by: "net:[INODE]". */
bool netns_is_unnamed(const char *name);
/* Moves the calling thread into `ns`; call it in a child that ends afterwards. */
int netns_enter(const struct netns *ns, struct error *err);
