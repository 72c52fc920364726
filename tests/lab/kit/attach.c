// SPDX-License-Identifier: BSD-2-Clause
/*
 * Tries to attach empty programs, the way libbpf does it by itself.
 *
 *   attach OBJECT <LIST
 *
 * LIST has lines "tracepoint NAME", "function NAME" and "iterator NAME", whatever stands behind
 * them; each gets one line, "yes" or "no", in the same order. "NAME|NAME": one of them. A function
 * must be among those that the kernel says it has patched: with function tracing off it takes the
 * program and patches none. An iterator must also be opened by its number: so a child reads it that
 * has none of its parent's descriptors.
 */
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "kit.h"

static int quiet(enum libbpf_print_level level, const char *format, va_list args)
{
	(void)level;
	(void)format;
	(void)args;
	return 0;
}

static int opens_by_number(const struct bpf_link *link)
{
	struct bpf_link_info info = { 0 };
	__u32 length = sizeof(info);
	int fd = -1;

	if (!bpf_obj_get_info_by_fd(bpf_link__fd(link), &info, &length))
		fd = bpf_link_get_fd_by_id(info.id);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int is_patched(const char *function)
{
	FILE *list = fopen("/sys/kernel/tracing/enabled_functions", "re");
	char line[512], name[256];
	int found = 0;

	must(list, "enabled_functions");
	while (!found && fgets(line, sizeof(line), list))
		found = sscanf(line, "%255s", name) == 1 && !strcmp(name, function);
	fclose(list);
	return found;
}

static int attaches(struct bpf_program *program, const char *kind, const char *name)
{
	int iterator = !strcmp(kind, "iterator");
	struct bpf_link *link = iterator ? bpf_program__attach_iter(program, NULL)
					 : bpf_program__attach_trace(program);
	int good = link && (!iterator || opens_by_number(link)) &&
		   (strcmp(kind, "function") != 0 || is_patched(name));

	bpf_link__destroy(link);
	return good;
}

static int try(const char *file, const char *kind, const char *name)
{
	struct bpf_object *object = bpf_object__open_file(file, NULL);
	struct bpf_program *program, *wanted = NULL;
	int good;

	must(object, file);
	bpf_object__for_each_program(program, object)
	{
		bpf_program__set_autoload(program, !strcmp(bpf_program__name(program), kind));
		if (bpf_program__autoload(program))
			wanted = program;
	}
	if (!wanted)
		error(2, 0, "no kind of hook is called '%s'", kind);
	good = !bpf_program__set_attach_target(wanted, 0, name) && !bpf_object__load(object) &&
	       attaches(wanted, kind, name);
	bpf_object__close(object);
	return good;
}

int main(int argc, char **argv)
{
	char line[256], kind[32], names[128];

	if (argc != 2)
		error(2, 0, "attach OBJECT <LIST");
	libbpf_set_print(quiet);
	while (fgets(line, sizeof(line), stdin)) {
		int good = 0;

		if (sscanf(line, "%31s %127s", kind, names) != 2)
			error(2, 0, "'%s' is no kind and name", line);
		for (char *name = strtok(names, "|"); name; name = strtok(NULL, "|"))
			good |= try(argv[1], kind, name);
		puts(good ? "yes" : "no");
	}
	return 0;
}
