// SPDX-License-Identifier: BSD-2-Clause
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>

#include "bpf_instance.h"
#include "bpf_object.h"
#include "cleanup.h"

static uint64_t map_bytes(int fd)
{
	cleanup_file FILE *info = NULL;
	char path[64], line[128];
	uint64_t bytes = 0;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	info = fopen(path, "re");
	while (info && fgets(line, sizeof(line), info))
		if (!strncmp(line, "memlock:", 8))
			bytes = strtoull(line + 8, NULL, 10);
	return bytes;
}

static struct bpf_prog_info program_info(const struct netdoctor_bpf *bpf,
					 const struct hooked *hooked)
{
	const struct bpf_program *program =
		bpf_object__find_program_by_name(bpf->obj, hooked->hook->program);
	struct bpf_prog_info info = { 0 };
	__u32 length = sizeof(info);

	if (bpf_obj_get_info_by_fd(bpf_program__fd(program), &info, &length))
		memset(&info, 0, sizeof(info));
	return info;
}

uint64_t instance_run_ns(const struct instance *instance, const struct probe *probe)
{
	uint64_t sum = 0;

	for (size_t i = 0; instance && instance->bpf && i < instance->count; i++)
		if (instance->hooks[i].link && (!probe || instance->hooks[i].probe == probe))
			sum += program_info(instance->bpf, &instance->hooks[i]).run_time_ns;
	return sum;
}

void instance_cost(const struct instance *instance, const struct probe *probe,
		   struct instance_cost *ret_cost)
{
	struct instance_cost cost = { 0 };
	struct bpf_map *map;

	for (size_t i = 0; instance->bpf && i < instance->count; i++)
		if (instance->hooks[i].link && (!probe || instance->hooks[i].probe == probe))
			cost.misses +=
				program_info(instance->bpf, &instance->hooks[i]).recursion_misses;
	if (instance->bpf)
		bpf_object__for_each_map(map, instance->bpf->obj) if (bpf_map__fd(map) >= 0)
			cost.maps_bytes += map_bytes(bpf_map__fd(map));
	*ret_cost = cost;
}
