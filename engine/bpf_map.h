// SPDX-License-Identifier: BSD-2-Clause
/* Reading a whole BPF map at one go. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct map_entries {
	size_t count, key_size, value_size;
	char *keys, *values;
};

/* Everything that is in a hash map; the caller clears. An entry that is added meanwhile may be
 * missed, none comes twice. */
int map_read(int fd, struct map_entries *ret_entries, struct error *err);
const void *map_key(const struct map_entries *entries, size_t i);
const void *map_value(const struct map_entries *entries, size_t i);
void map_entries_clear(struct map_entries *entries);

/* The single element of a per-CPU array of `words` 64-bit counters, summed over all CPUs. */
int map_read_counters(int fd, size_t words, uint64_t *ret_sums, struct error *err);

/* One element of a per-CPU array: a value of `size` bytes (a multiple of eight) for each possible
 * CPU, one behind the other; the caller frees. NULL with a sentence when it cannot be read. */
void *map_read_cpus(int fd, uint32_t element, size_t size, size_t *ret_cpus, struct error *err);

#define cleanup_map __attribute__((cleanup(map_entries_clear)))
