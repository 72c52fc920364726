// SPDX-License-Identifier: BSD-2-Clause
#include "kernel_btf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "cleanup.h"
#include "memory.h"

struct module {
	char name[64];
	struct btf *btf;
	int fd; /* 0 until a program asks for it, negative when it cannot be had */
};

struct kernel_btf {
	struct btf *vmlinux;
	struct module modules[KERNEL_BTF_MODULES];
	size_t count;
};

int kernel_btf_open(struct kernel_btf **ret_kernel, struct error *err)
{
	libbpf_print_fn_t print = libbpf_set_print(NULL);
	struct btf *vmlinux = btf__load_vmlinux_btf();

	libbpf_set_print(print);
	if (!vmlinux)
		return error_set(err, "this kernel does not describe its types (no BTF)");
	*ret_kernel = must_calloc(1, sizeof(**ret_kernel));
	(*ret_kernel)->vmlinux = vmlinux;
	return 0;
}

void kernel_btf_free(struct kernel_btf *kernel)
{
	if (!kernel)
		return;
	for (size_t i = 0; i < kernel->count; i++) {
		btf__free(kernel->modules[i].btf);
		if (kernel->modules[i].fd > 0)
			close(kernel->modules[i].fd);
	}
	btf__free(kernel->vmlinux);
	free(kernel);
}

const struct btf *kernel_btf_vmlinux(const struct kernel_btf *kernel)
{
	return kernel->vmlinux;
}

size_t kernel_btf_parsed(const struct kernel_btf *kernel,
			 const struct btf *ret_parsed[KERNEL_BTF_MODULES + 1])
{
	ret_parsed[0] = kernel->vmlinux;
	for (size_t i = 0; i < kernel->count; i++)
		ret_parsed[i + 1] = kernel->modules[i].btf;
	return kernel->count + 1;
}

static bool there(const char *format, const char *module)
{
	char path[128];

	snprintf(path, sizeof(path), format, module);
	return !access(path, F_OK);
}

static bool is_of_module(int fd, const char *name)
{
	char found[64] = "";
	struct bpf_btf_info info = { .name = (uintptr_t)found, .name_len = sizeof(found) };
	__u32 length = sizeof(info);

	return !bpf_obj_get_info_by_fd(fd, &info, &length) && info.kernel_btf &&
	       !strcmp(found, name);
}

/* The kernel knows module types by number only; the one with that name is looked for, which needs
 * CAP_SYS_ADMIN. Types of a module that was unloaded live as long as somebody holds them: the
 * newest are those of the module that is there. */
static int open_module_fd(const char *name, __u32 *ret_id)
{
	int newest = -1;
	__u32 id = 0;

	while (!bpf_btf_get_next_id(id, &id)) {
		int fd = bpf_btf_get_fd_by_id(id);

		if (fd < 0)
			continue;
		if (!is_of_module(fd, name)) {
			close(fd);
			continue;
		}
		if (newest >= 0)
			close(newest);
		newest = fd;
		*ret_id = id;
	}
	return newest;
}

/* Where /sys does not show the module's types, in a container say. */
static struct btf *load_by_number(const char *name, struct btf *vmlinux)
{
	__u32 id = 0;
	cleanup_fd int fd = open_module_fd(name, &id);

	return fd < 0 ? NULL : btf__load_from_kernel_by_id_split(id, vmlinux);
}

static int load_module(struct kernel_btf *kernel, const char *name, struct module **ret_module,
		       struct error *err)
{
	struct module *module = &kernel->modules[kernel->count];

	for (size_t i = 0; i < kernel->count; i++)
		if (!strcmp(kernel->modules[i].name, name)) {
			*ret_module = &kernel->modules[i];
			return 0;
		}
	if (!there("/sys/module/%s", name))
		return error_set(err, "the module %s is not loaded", name);
	if (kernel->count == KERNEL_BTF_MODULES)
		return error_set(err, "more than %d modules to be hooked", KERNEL_BTF_MODULES);
	module->btf = there("/sys/kernel/btf/%s", name)
			      ? btf__load_module_btf(name, kernel->vmlinux)
			      : load_by_number(name, kernel->vmlinux);
	if (!module->btf)
		return error_set(err,
				 "this kernel does not describe the types of its module %s "
				 "(no module BTF)",
				 name);
	snprintf(module->name, sizeof(module->name), "%s", name);
	kernel->count++;
	*ret_module = module;
	return 0;
}

int kernel_btf_module(struct kernel_btf *kernel, const char *name, const struct btf **ret_btf,
		      struct error *err)
{
	struct module *module;

	if (load_module(kernel, name, &module, err) < 0)
		return -1;
	*ret_btf = module->btf;
	return 0;
}

/* From `first` on: a module's types stand behind those of vmlinux. */
static int find_type(const struct btf *btf, __u32 first, const char *name, unsigned kind)
{
	__u32 count = btf__type_cnt(btf);

	for (__u32 id = first; id < count; id++) {
		const struct btf_type *type = btf__type_by_id(btf, id);

		if (btf_kind(type) == kind &&
		    !strcmp(btf__name_by_offset(btf, type->name_off), name))
			return (int)id;
	}
	return -1;
}

static unsigned count_arguments(const struct btf *btf, __u32 id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	while (type && (btf_is_typedef(type) || btf_is_ptr(type) || btf_is_func(type)))
		type = btf__type_by_id(btf, type->type);
	return type && btf_is_func_proto(type) ? btf_vlen(type) : 0;
}

/* In vmlinux, else in `wanted` when a module is given, which then is in *ret_module. */
static int find_anywhere(struct kernel_btf *kernel, const char *name, unsigned kind,
			 const char *wanted, struct module **ret_module, struct error *err)
{
	int id = find_type(kernel->vmlinux, 1, name, kind);

	if (id >= 0 || !wanted)
		return id;
	if (load_module(kernel, wanted, ret_module, err) < 0)
		return -1;
	return find_type((*ret_module)->btf, btf__type_cnt(kernel->vmlinux), name, kind);
}

static int find_target(struct kernel_btf *kernel, const char *name, unsigned kind,
		       const char *wanted, struct btf_target *ret_target, struct error *err)
{
	struct module *module = NULL;
	__u32 number;
	int id = find_anywhere(kernel, name, kind, wanted, &module, err);

	if (id < 0)
		return -1;
	if (module && module->fd <= 0)
		module->fd = open_module_fd(module->name, &number);
	if (module && module->fd < 0)
		return error_set(err,
				 "cannot open the types of module %s, which needs "
				 "CAP_SYS_ADMIN",
				 wanted);
	ret_target->type_id = (__u32)id;
	ret_target->module_fd = module ? module->fd : 0;
	ret_target->arguments = count_arguments(module ? module->btf : kernel->vmlinux, (__u32)id);
	return 0;
}

int kernel_btf_tracepoint(struct kernel_btf *kernel, const char *name, const char *module,
			  struct btf_target *ret_target, struct error *err)
{
	char type[128];

	snprintf(type, sizeof(type), "btf_trace_%s", name);
	error_set(err, "this kernel has no tracepoint %s", name);
	if (find_target(kernel, type, BTF_KIND_TYPEDEF, module, ret_target, err) < 0)
		return -1;
	/* The first parameter of the type is not the tracepoint's. */
	ret_target->arguments -= ret_target->arguments > 0;
	return 0;
}

int kernel_btf_function(struct kernel_btf *kernel, const char *name, const char *module,
			struct btf_target *ret_target, struct error *err)
{
	error_set(err, "this kernel has no function %s that can be hooked", name);
	return find_target(kernel, name, BTF_KIND_FUNC, module, ret_target, err);
}

bool kernel_btf_enumerator(const struct kernel_btf *kernel, const char *name, int64_t *ret_value)
{
	__u32 count = kernel ? btf__type_cnt(kernel->vmlinux) : 0;

	for (__u32 id = 1; id < count; id++) {
		const struct btf_type *type = btf__type_by_id(kernel->vmlinux, id);

		for (__u16 i = 0; btf_is_enum(type) && i < btf_vlen(type); i++) {
			const struct btf_enum *member = btf_enum(type) + i;

			if (strcmp(btf__name_by_offset(kernel->vmlinux, member->name_off), name))
				continue;
			*ret_value = member->val;
			return true;
		}
	}
	return false;
}
