// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <sys/capability.h>

#include "bpf_instance.h"
#include "cleanup.h"
#include "memory.h"
#include "privilege.h"
#include "system_file.h"

void hooked_refuse(struct hooked *hooked, const char *why)
{
	hooked->wanted = false;
	if (!hooked->why)
		hooked->why = must_strdup(why);
}

static int find_function(const struct hook *hook, struct kernel_btf *kernel,
			 struct btf_target *ret_target, struct error *err)
{
	cleanup_free char *names = must_strdup(hook->target);
	char *rest = NULL;

	for (char *name = strtok_r(names, "|", &rest); name; name = strtok_r(NULL, "|", &rest))
		if (kernel_btf_function(kernel, name, hook->module, ret_target, err) == 0)
			return 0;
	return -1;
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
	return find_function(hook, kernel, ret_target, err);
}

/* The types of modules that an iterator's program reads. */
static int read_modules(const struct hook *hook, struct kernel_btf *kernel, struct error *err)
{
	cleanup_free char *names = must_strdup(hook->module ? hook->module : "");
	char *rest = NULL, *first = strtok_r(names, " ", &rest), *name;
	const struct btf *types;
	struct error ignored;

	if (first && kernel_btf_module(kernel, first, &types, err) < 0)
		return -1;
	while ((name = strtok_r(NULL, " ", &rest)))
		kernel_btf_module(kernel, name, &types, &ignored);
	return 0;
}

/* Who reads an iterator is a child that has no descriptor of it, see session_iterator. */
static int resolve_iterator(const struct hook *hook, struct kernel_btf *kernel,
			    struct btf_target *ret_target, struct error *err)
{
	char function[128];

	if (!privilege_has(CAP_SYS_ADMIN))
		return error_set(err,
				 "the iterator over %s is opened by its number, which needs "
				 "CAP_SYS_ADMIN",
				 hook->target);
	snprintf(function, sizeof(function), "bpf_iter_%s", hook->target);
	if (kernel_btf_function(kernel, function, NULL, ret_target, err) < 0)
		return error_set(err, "this kernel has no iterator over %s", hook->target);
	return read_modules(hook, kernel, err);
}

void instance_resolve(struct hooked *hooked, struct kernel_btf *kernel)
{
	const struct hook *hook = hooked->hook;
	const struct btf *types;
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
	if (r == 0 && hook->types) {
		r = kernel_btf_module(kernel, hook->types, &types, &err);
		hooked->unusable = r < 0;
	}
	if (r < 0)
		hooked_refuse(hooked, err.text);
}
