// SPDX-License-Identifier: BSD-2-Clause
/* The memory of all BPF maps on a host of many CPUs, as the kernel would allocate them at once. */
#include "unit.h"

#include <bpf/libbpf.h>

#include "bpf_object.h"
#include "drop_tables.h"

#define MANY_CPUS 1024
#define MOST ((uint64_t)16 << 20)

static uint64_t bytes_of(const struct bpf_map *map)
{
	uint64_t value = (bpf_map__value_size(map) + 7) / 8 * 8,
		 entries = bpf_map__max_entries(map);
	enum bpf_map_type type = bpf_map__type(map);

	if (!strcmp(bpf_map__name(map), "drop_samples"))
		entries = drop_samples_each(MANY_CPUS, false);
	if (type == BPF_MAP_TYPE_RINGBUF)
		return entries;
	if (type == BPF_MAP_TYPE_PERCPU_ARRAY || type == BPF_MAP_TYPE_PERCPU_HASH ||
	    type == BPF_MAP_TYPE_LRU_PERCPU_HASH)
		value *= MANY_CPUS;
	return entries * (value + bpf_map__key_size(map));
}

static void all_are_small_on_a_large_host(void **state)
{
	struct netdoctor_bpf *bpf = netdoctor_bpf__open();
	const struct bpf_map *map;
	uint64_t all = 0;

	(void)state;
	assert_non_null(bpf);
	bpf_object__for_each_map(map, bpf->obj)
	{
		if (bytes_of(map) > MOST / 64)
			print_message("%-24s %6.2f MiB\n", bpf_map__name(map),
				      (double)bytes_of(map) / (1 << 20));
		all += bytes_of(map);
	}
	print_message("all                      %6.2f MiB\n", (double)all / (1 << 20));
	assert_true(all <= MOST);
	netdoctor_bpf__destroy(bpf);
}

static void samples_of_a_cpu(void **state)
{
	(void)state;
	assert_int_equal(drop_samples_each(1, false), 32);
	assert_int_equal(drop_samples_each(128, false), 32);
	assert_int_equal(drop_samples_each(129, false), 16);
	assert_int_equal(drop_samples_each(1024, false), 4);
	assert_int_equal(drop_samples_each(8192, false), 4);
	assert_int_equal(drop_samples_each(1, true), 256);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_are_small_on_a_large_host),
		cmocka_unit_test(samples_of_a_cpu),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
