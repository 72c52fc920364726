// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>

#include <sys/capability.h>

#include "bpf_instance.h"
#include "memory.h"
#include "privilege.h"
#include "system_file.h"

void hooked_refuse(struct hooked *hooked, const char *why)
{
	hooked->wanted = false;
	if (!hooked->why)
		hooked->why = must_strdup(why);
}

/* With function tracing off the kernel takes the program and never calls it. */
static int resolve_function(const struct hook *hook, struct kernel_btf *kernel,
			    struct btf_target *ret_target, struct error *err)
{
	uint64_t enabled;

	if (system_number(&enabled, "/proc/sys/kernel/ftrace_enabled") && !enabled)
		return error_set(err,
				 "the function %s cannot be watched while function tracing is "
				 "off (kernel.ftrace_enabled = 0)",
				 hook->target);
	return kernel_btf_function(kernel, hook->target, hook->module, ret_target, err);
}

/* Who reads an iterator is a child that has no descriptor of it, see session_iterator. */
static int resolve_iterator(const struct hook *hook, struct kernel_btf *kernel,
			    struct btf_target *ret_target, struct error *err)
{
	char function[128];

	if (!privilege_has(CAP_SYS_ADMIN))
		return error_set(err,
				 "the iterator over %s sockets is opened by its number, which "
				 "needs CAP_SYS_ADMIN",
				 hook->target);
	snprintf(function, sizeof(function), "bpf_iter_%s", hook->target);
	if (kernel_btf_function(kernel, function, NULL, ret_target, err) < 0)
		return error_set(err, "this kernel has no iterator over %s sockets", hook->target);
	return 0;
}

void instance_resolve(struct hooked *hooked, struct kernel_btf *kernel)
{
	const struct hook *hook = hooked->hook;
	struct error err;
	int r = -1;

	switch (hook->kind) {
	case HOOK_TP_BTF:
		r = kernel_btf_tracepoint(kernel, hook->target, hook->module, &hooked->target,
					  &err);
		break;
	case HOOK_FENTRY:
	case HOOK_FEXIT:
		r = resolve_function(hook, kernel, &hooked->target, &err);
		break;
	case HOOK_ITER:
		r = resolve_iterator(hook, kernel, &hooked->target, &err);
		break;
	}
	if (r < 0)
		hooked_refuse(hooked, err.text);
}
