// SPDX-License-Identifier: BSD-2-Clause
#include "bpf_instance.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>

#include "bpf_object.h"
#include "btf_slim.h"
#include "cleanup.h"
#include "memory.h"

/* Of libbpf's messages the last line of the verifier is kept, for the sentence. */
static char verifier_line[200];
/* Whose programs are being loaded: libbpf's callback knows the program only. */
static const struct instance *loading;

static int keep_message(enum libbpf_print_level level, const char *format, va_list args)
{
	cleanup_free char *text = NULL;
	char *line, *rest;

	if (level != LIBBPF_WARN || vasprintf(&text, format, args) < 0)
		return 0;
	rest = text;
	if (!strstr(text, "BEGIN PROG LOAD LOG"))
		return 0;
	while ((line = strsep(&rest, "\n")))
		if (*line && !strstr(line, "PROG LOAD LOG") && strncmp(line, "processed ", 10))
			snprintf(verifier_line, sizeof(verifier_line), "%s", line);
	return 0;
}

static const struct hooked *find_hook(const struct instance *instance, const char *program)
{
	for (size_t i = 0; instance && i < instance->count; i++)
		if (instance->hooks[i].wanted && !strcmp(instance->hooks[i].hook->program, program))
			return &instance->hooks[i];
	return NULL;
}

/* Spares libbpf its own search, which goes through all of vmlinux for each module and program. */
static int set_target(struct bpf_program *program, struct bpf_prog_load_opts *opts, long cookie)
{
	const struct hooked *hooked = find_hook(loading, bpf_program__name(program));

	(void)cookie;
	if (!hooked)
		return -ESRCH;
	opts->attach_prog_fd = 0;
	opts->attach_btf_id = hooked->target.type_id;
	opts->attach_btf_obj_fd = (__u32)hooked->target.module_fd;
	return 0;
}

static void prepare_libbpf(void)
{
	static const struct {
		const char *section;
		enum bpf_attach_type type;
	} handlers[] = {
		{ "tp_btf/", BPF_TRACE_RAW_TP },
		{ "fentry/", BPF_TRACE_FENTRY },
		{ "fexit/", BPF_TRACE_FEXIT },
		{ "iter/", BPF_TRACE_ITER },
	};
	static bool done;
	LIBBPF_OPTS(libbpf_prog_handler_opts, opts, .prog_prepare_load_fn = set_target);

	if (done)
		return;
	done = true;
	libbpf_set_print(keep_message);
	for (size_t i = 0; i < ARRAY_SIZE(handlers); i++)
		libbpf_register_prog_handler(handlers[i].section, BPF_PROG_TYPE_TRACING,
					     handlers[i].type, &opts);
}

static void refuse_by_kernel(struct hooked *hooked, int code)
{
	const struct hook *hook = hooked->hook;
	bool trampoline = hook->kind == HOOK_FENTRY || hook->kind == HOOK_FEXIT;
	struct error err;

	if (trampoline && (code == EPERM || code == EOPNOTSUPP || code == 524))
		error_errno(&err,
			    code == 524 ? EOPNOTSUPP : code, /* ENOTSUPP is the kernel's own */
			    "this kernel refuses to watch the function %s (fentry/fexit)",
			    hook->target);
	else if (code == EPERM || code == EACCES)
		error_errno(&err, code, "the kernel does not let us watch the %s %s%s%s",
			    hook_kind_name(hook->kind), hook->target, *verifier_line ? ": " : "",
			    verifier_line);
	else
		error_errno(&err, code, "the kernel does not take the program for the %s %s%s%s",
			    hook_kind_name(hook->kind), hook->target, *verifier_line ? ": " : "",
			    verifier_line);
	hooked_refuse(hooked, err.text);
}

/* For a program that hangs on another program libbpf leaves vmlinux alone; set_target puts right
 * what that means. */
#define SOME_PROGRAM 1

/* Opens the object with the wanted hooks, or with one of them only. */
static struct netdoctor_bpf *open_object(const struct instance *instance, const struct hooked *only)
{
	LIBBPF_OPTS(bpf_object_open_opts, opts,
		    .btf_custom_path = instance->types ? btf_slim_path(instance->types) : NULL);
	struct netdoctor_bpf *bpf = netdoctor_bpf__open_opts(&opts);
	struct bpf_program *program;

	if (!bpf)
		return NULL;
	bpf_object__for_each_program(program, bpf->obj)
	{
		const struct hooked *hooked = find_hook(instance, bpf_program__name(program));

		bpf_program__set_autoload(program, hooked && (!only || hooked == only));
		if (instance->types)
			bpf_program__set_attach_target(program, SOME_PROGRAM, NULL);
	}
	return bpf;
}

static void take_types(struct instance *instance, const struct kernel_btf *kernel)
{
	const struct btf *parsed[KERNEL_BTF_MODULES + 1];
	struct netdoctor_bpf *bpf = netdoctor_bpf__open();

	if (bpf)
		instance->types = btf_slim_new(bpf_object__btf(bpf->obj), parsed,
					       kernel_btf_parsed(kernel, parsed));
	netdoctor_bpf__destroy(bpf);
}

static int load_object(struct instance *instance, const struct hooked *only,
		       void (*prepare)(struct netdoctor_bpf *bpf, void *data), void *data,
		       struct netdoctor_bpf **ret_bpf)
{
	struct netdoctor_bpf *bpf = open_object(instance, only);
	int r;

	if (!bpf)
		return -errno;
	prepare(bpf, data);
	*verifier_line = '\0';
	loading = instance;
	r = netdoctor_bpf__load(bpf);
	loading = NULL;
	if (r < 0) {
		netdoctor_bpf__destroy(bpf);
		return r;
	}
	*ret_bpf = bpf;
	return 0;
}

static size_t count_wanted(const struct instance *instance)
{
	size_t count = 0;

	for (size_t i = 0; i < instance->count; i++)
		count += instance->hooks[i].wanted;
	return count;
}

static bool is_trampoline(const struct hooked *hooked)
{
	return hooked->hook->kind == HOOK_FENTRY || hooked->hook->kind == HOOK_FEXIT;
}

/* A kernel that does not let one function be watched for want of a right lets none: they go
 * together, because trying each takes long. True when that was it. */
static bool refuse_trampolines(struct instance *instance,
			       void (*prepare)(struct netdoctor_bpf *bpf, void *data), void *data)
{
	struct netdoctor_bpf *alone = NULL;
	size_t first = 0;
	int r;

	while (first < instance->count &&
	       !(instance->hooks[first].wanted && is_trampoline(&instance->hooks[first])))
		first++;
	if (first == instance->count)
		return false;
	r = load_object(instance, &instance->hooks[first], prepare, data, &alone);
	netdoctor_bpf__destroy(alone);
	if (r != -EPERM && r != -EOPNOTSUPP)
		return false;
	for (size_t i = first; i < instance->count; i++)
		if (instance->hooks[i].wanted && is_trampoline(&instance->hooks[i]))
			refuse_by_kernel(&instance->hooks[i], -r);
	return true;
}

/* Finds the programs that the kernel refuses, by trying each alone. */
static void sort_out(struct instance *instance,
		     void (*prepare)(struct netdoctor_bpf *bpf, void *data), void *data)
{
	for (size_t i = 0; i < instance->count; i++) {
		struct hooked *hooked = &instance->hooks[i];
		struct netdoctor_bpf *alone = NULL;
		int r;

		if (!hooked->wanted)
			continue;
		r = load_object(instance, hooked, prepare, data, &alone);
		if (r < 0)
			refuse_by_kernel(hooked, -r);
		else
			netdoctor_bpf__destroy(alone);
	}
}

static void attach(struct hooked *hooked, const struct netdoctor_bpf *bpf)
{
	const struct bpf_program *program =
		bpf_object__find_program_by_name(bpf->obj, hooked->hook->program);
	struct bpf_link_info info = { 0 };
	__u32 length = sizeof(info);

	hooked->link = hooked->hook->kind == HOOK_ITER ? bpf_program__attach_iter(program, NULL)
						       : bpf_program__attach_trace(program);
	if (!hooked->link) {
		refuse_by_kernel(hooked, errno);
		return;
	}
	if (!bpf_obj_get_info_by_fd(bpf_link__fd(hooked->link), &info, &length))
		hooked->link_id = info.id;
}

void instance_start(struct instance *instance, const struct kernel_btf *kernel,
		    void (*prepare)(struct netdoctor_bpf *bpf, void *data), void *data)
{
	int r;

	prepare_libbpf();
	if (!count_wanted(instance))
		return;
	take_types(instance, kernel);
	r = load_object(instance, NULL, prepare, data, &instance->bpf);
	if (r < 0 && refuse_trampolines(instance, prepare, data) && count_wanted(instance))
		r = load_object(instance, NULL, prepare, data, &instance->bpf);
	if (r < 0) {
		sort_out(instance, prepare, data);
		r = count_wanted(instance)
			    ? load_object(instance, NULL, prepare, data, &instance->bpf)
			    : 0;
	}
	for (size_t i = 0; i < instance->count; i++) {
		if (!instance->hooks[i].wanted)
			continue;
		if (r < 0)
			refuse_by_kernel(&instance->hooks[i], -r);
		else
			attach(&instance->hooks[i], instance->bpf);
	}
}

void instance_close(struct instance *instance)
{
	for (size_t i = 0; i < instance->count; i++) {
		bpf_link__destroy(instance->hooks[i].link);
		free(instance->hooks[i].why);
	}
	netdoctor_bpf__destroy(instance->bpf);
	btf_slim_free(instance->types);
	memset(instance, 0, sizeof(*instance));
}

int instance_map(const struct instance *instance, const char *name)
{
	struct bpf_map *map =
		instance->bpf ? bpf_object__find_map_by_name(instance->bpf->obj, name) : NULL;

	return map ? bpf_map__fd(map) : -1;
}
