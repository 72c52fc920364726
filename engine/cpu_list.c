// SPDX-License-Identifier: BSD-2-Clause
#include "cpu_list.h"

#include <ctype.h>
#include <stdlib.h>

static bool take_number(const char **at, unsigned long *ret_number)
{
	char *end;

	if (!isdigit((unsigned char)**at))
		return false;
	*ret_number = strtoul(*at, &end, 10);
	*at = end;
	return *ret_number < CPU_LIST_MAX;
}

bool cpu_list_parse(const char *text, struct cpu_list *ret_list)
{
	struct cpu_list list = { { 0 } };
	const char *at = text;
	unsigned long first, last;

	while (*at && *at != '\n') {
		if (!take_number(&at, &first))
			return false;
		last = first;
		if (*at == '-' && (at++, !take_number(&at, &last)))
			return false;
		if (last < first)
			return false;
		for (unsigned long cpu = first; cpu <= last; cpu++)
			list.bits[cpu / 64] |= 1ULL << cpu % 64;
		if (*at == ',' && isdigit((unsigned char)at[1]))
			at++;
		else if (*at && *at != '\n')
			return false;
	}
	*ret_list = list;
	return true;
}

bool cpu_list_has(const struct cpu_list *list, uint64_t cpu)
{
	return cpu < CPU_LIST_MAX && list->bits[cpu / 64] >> cpu % 64 & 1;
}

unsigned cpu_list_count(const struct cpu_list *list)
{
	unsigned count = 0;

	for (unsigned i = 0; i < CPU_LIST_MAX / 64; i++)
		count += (unsigned)__builtin_popcountll(list->bits[i]);
	return count;
}
