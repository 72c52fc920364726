// SPDX-License-Identifier: BSD-2-Clause
#include "bpf_map.h"

#include <errno.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "cleanup.h"
#include "memory.h"

const void *map_key(const struct map_entries *entries, size_t i)
{
	return entries->keys + i * entries->key_size;
}

const void *map_value(const struct map_entries *entries, size_t i)
{
	return entries->values + i * entries->value_size;
}

void map_entries_clear(struct map_entries *entries)
{
	free(entries->keys);
	free(entries->values);
	memset(entries, 0, sizeof(*entries));
}

/* The kernel hands out whole buckets; there is room for all, so that a bucket always fits. */
static int read_batches(int fd, struct map_entries *entries, __u32 room, struct error *err)
{
	__u64 position[2] = { 0 };
	void *from = NULL;
	int r = 0;

	while (!r && entries->count < room) {
		__u32 count = room - (__u32)entries->count;

		r = bpf_map_lookup_batch(
			fd, from, position, entries->keys + entries->count * entries->key_size,
			entries->values + entries->count * entries->value_size, &count, NULL);
		if (r < 0 && errno != ENOENT)
			return error_errno(err, errno, "cannot read what was counted");
		entries->count += count;
		from = position;
	}
	return 0;
}

int map_read(int fd, struct map_entries *ret_entries, struct error *err)
{
	cleanup_map struct map_entries entries = { 0 };
	struct bpf_map_info info = { 0 };
	__u32 length = sizeof(info);

	if (fd < 0 || bpf_obj_get_info_by_fd(fd, &info, &length) < 0)
		return error_set(err, "what was counted is not there any more");
	entries.key_size = info.key_size;
	entries.value_size = info.value_size;
	/* Not cleared: of large maps most is never touched. */
	entries.keys = must_have(malloc((size_t)info.max_entries * info.key_size));
	entries.values = must_have(malloc((size_t)info.max_entries * info.value_size));
	if (read_batches(fd, &entries, info.max_entries, err) < 0)
		return -1;
	*ret_entries = entries;
	memset(&entries, 0, sizeof(entries));
	return 0;
}

void *map_read_cpus(int fd, uint32_t element, size_t size, size_t *ret_cpus, struct error *err)
{
	int cpus = libbpf_num_possible_cpus();
	char *values;

	if (fd < 0 || cpus <= 0) {
		error_set(err, "what was counted is not there any more");
		return NULL;
	}
	values = must_calloc((size_t)cpus, size);
	if (bpf_map_lookup_elem(fd, &element, values) < 0) {
		error_errno(err, errno, "cannot read what was counted");
		free(values);
		return NULL;
	}
	*ret_cpus = (size_t)cpus;
	return values;
}

int map_read_counters(int fd, size_t words, uint64_t *ret_sums, struct error *err)
{
	size_t cpus;
	cleanup_free uint64_t *values = map_read_cpus(fd, 0, words * sizeof(*values), &cpus, err);

	if (!values)
		return -1;
	memset(ret_sums, 0, words * sizeof(*ret_sums));
	for (size_t i = 0; i < cpus * words; i++)
		ret_sums[i % words] += values[i];
	return 0;
}
