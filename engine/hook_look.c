// SPDX-License-Identifier: BSD-2-Clause
#include "hook_look.h"

#include <stdio.h>
#include <stdlib.h>

#include "bpf_instance.h"
#include "kernel_btf.h"
#include "privilege.h"

size_t hooks_look(const struct probe *probe, struct hook_look *ret_looks, size_t room)
{
	cleanup_kernel_btf struct kernel_btf *kernel = NULL;
	struct error err = { "" };
	size_t count = 0;
	const char *refused = privilege_has(CAP_NET_ADMIN) ? privilege_no_bpf() : NULL;
	bool described = !refused && kernel_btf_open(&kernel, &err) == 0;

	for (const struct hook *hook = probe->hooks; hook && hook->program && count < room;
	     hook++) {
		struct hook_look *look = &ret_looks[count++];
		struct hooked hooked = { .hook = hook, .probe = probe, .wanted = true };

		look->hook = hook;
		if (described)
			instance_resolve(&hooked, kernel);
		look->unusable = hooked.unusable;
		snprintf(look->why, sizeof(look->why), "%s",
			 refused      ? refused
			 : !described ? err.text
			 : hooked.why ? hooked.why
				      : "");
		free(hooked.why);
	}
	return count;
}

const char *probe_cannot(const struct probe *probe)
{
	static struct hook_look looks[HOOK_LOOK_MAX];
	size_t count = hooks_look(probe, looks, HOOK_LOOK_MAX);

	for (size_t i = 0; i < count; i++)
		if (*looks[i].why && !looks[i].hook->optional)
			return looks[i].why;
	return NULL;
}

const char *hook_name(const struct hook *hook)
{
	static char name[128];

	snprintf(name, sizeof(name), "%s %s%s%s", hook_kind_name(hook->kind), hook->target,
		 hook->module ? " of module " : "", hook->module ? hook->module : "");
	return name;
}
