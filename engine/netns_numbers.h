// SPDX-License-Identifier: BSD-2-Clause
/*
 * How one network namespace numbers the listed ones: the number is all that it tells of where the
 * other end of a link is.
 *
 * The kernel is asked one by one, and only until the one that is looked for is found. The own one
 * comes first, and is where most veths of the others lead.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "netns.h"
#include "route.h"

/* All but `asked` and `ids` is the caller's and outlives it. */
struct netns_numbers {
	struct nl_sock *socket; /* of the namespace that numbers */
	const struct netns_list *namespaces;
	int32_t *ids; /* of those asked for so far */
	size_t asked;
};

/* `namespaces` may be NULL: then no number has a name. */
void netns_numbers_open(struct nl_sock *socket, const struct netns_list *namespaces,
			struct netns_numbers *ret_numbers);
void netns_numbers_close(struct netns_numbers *numbers);

/* The name in the list, or NULL. */
const char *netns_of_number(struct netns_numbers *numbers, int32_t id);

#define cleanup_netns_numbers __attribute__((cleanup(netns_numbers_close)))
