// SPDX-License-Identifier: BSD-2-Clause
#include "netns_numbers.h"

#include <stdlib.h>

#include "memory.h"

void netns_numbers_open(struct nl_sock *socket, const struct netns_list *namespaces,
			struct netns_numbers *ret_numbers)
{
	*ret_numbers = (struct netns_numbers){ .socket = socket, .namespaces = namespaces };
	if (namespaces)
		ret_numbers->ids = must_calloc(namespaces->count, sizeof(*ret_numbers->ids));
}

void netns_numbers_close(struct netns_numbers *numbers)
{
	free(numbers->ids);
	*numbers = (struct netns_numbers){ 0 };
}

const char *netns_of_number(struct netns_numbers *numbers, int32_t id)
{
	const struct netns_list *namespaces = numbers->namespaces;

	for (size_t i = 0; namespaces && i < namespaces->count; i++) {
		if (i == numbers->asked) {
			numbers->ids[i] =
				route_netns_id(numbers->socket, namespaces->entries[i].fd);
			numbers->asked++;
		}
		if (numbers->ids[i] == id)
			return namespaces->entries[i].name;
	}
	return NULL;
}
