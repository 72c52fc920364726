// SPDX-License-Identifier: BSD-2-Clause
#include "netns.h"

#include <stdio.h>
#include <string.h>

#define NO_NAME "net:[" /* as the links of /proc/PID/ns/net call it */

const char *netns_name(const struct netns_list *list, uint32_t inode, char *buffer, size_t size)
{
	const struct netns *ns = inode ? netns_by_inode(list, inode) : NULL;

	if (ns)
		return ns->name;
	if (!inode)
		return "";
	snprintf(buffer, size, NO_NAME "%u]", inode);
	return buffer;
}

bool netns_is_unnamed(const char *name)
{
	return !strncmp(name, NO_NAME, strlen(NO_NAME));
}
