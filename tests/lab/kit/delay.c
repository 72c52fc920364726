// SPDX-License-Identifier: BSD-2-Clause
/*
 * Makes a function of the kernel slower, until it is ended.
 *
 *   delay OBJECT FUNCTION MICROSECONDS
 *
 * Says "ready" once it does. On SIGTERM it prints "delayed N", the number of calls.
 */
#include <signal.h>
#include <stdint.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "kit.h"

static struct bpf_map *variables(struct bpf_object *object, const char *section)
{
	struct bpf_map *map;

	bpf_object__for_each_map(map, object) if (strstr(bpf_map__name(map), section)) return map;
	error(1, 0, "the object has no %s", section);
	return NULL;
}

static void wait_for_end(void)
{
	sigset_t set;
	int number;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	must(!sigprocmask(SIG_BLOCK, &set, NULL), "sigprocmask");
	puts("ready");
	fflush(stdout);
	must(!sigwait(&set, &number), "sigwait");
}

static struct bpf_object *slowed(const char *path, const char *function, uint64_t ns)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);

	must(object, path);
	must(!bpf_map__set_initial_value(variables(object, ".rodata"), &ns, sizeof(ns)), "rodata");
	must(!bpf_object__load(object), path);
	must(bpf_program__attach_kprobe(bpf_object__next_program(object, NULL), false, function),
	     function);
	return object;
}

int main(int argc, char **argv)
{
	uint64_t ns = argc == 4 ? 1000ull * number("microseconds", argv[3], 1, 1000000) : 0;
	struct bpf_object *object;
	uint64_t calls = 0;
	uint32_t zero = 0;

	if (argc != 4)
		error(2, 0, "usage: delay OBJECT FUNCTION MICROSECONDS");
	object = slowed(argv[1], argv[2], ns);
	wait_for_end();
	must(!bpf_map_lookup_elem(bpf_map__fd(variables(object, ".bss")), &zero, &calls), "calls");
	printf("delayed %llu\n", (unsigned long long)calls);
	return 0;
}
