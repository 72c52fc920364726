// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

const struct probe *probe_find(const char *name)
{
	for (size_t i = 0; i < all_probes_count; i++)
		if (!strcmp(all_probes[i]->name, name))
			return all_probes[i];
	return NULL;
}

const struct probe *probe_of_fact(const char *fact, const struct fact_spec **ret_spec)
{
	for (size_t i = 0; i < all_probes_count; i++)
		for (const struct fact_spec *spec = all_probes[i]->facts; spec->name; spec++)
			if (!strcmp(spec->name, fact)) {
				if (ret_spec)
					*ret_spec = spec;
				return all_probes[i];
			}
	return NULL;
}

const char *hook_kind_name(enum hook_kind kind)
{
	static const char *const names[] = {
		[HOOK_TP_BTF] = "tracepoint",
		[HOOK_FENTRY] = "function",
		[HOOK_FEXIT] = "function",
		[HOOK_ITER] = "iterator",
	};

	return names[kind];
}
