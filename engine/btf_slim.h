// SPDX-License-Identifier: BSD-2-Clause
/*
 * The kernel's types that our programs read, and no others, as a file that libbpf can be given.
 *
 * Left alone libbpf parses all of vmlinux once more for every object it loads, and goes through it
 * for each of our types. What it needs are the types that our programs name, with what lies in them
 * by value; behind a pointer it never looks.
 */
#pragma once

#include <stddef.h>

#include <bpf/btf.h>

struct btf_slim;

/*
 * From `sources`, vmlinux first, the types of the kinds and names that `wanted` has, the part of a
 * name behind "___" aside. What vmlinux has is not looked for in the others, which must be split
 * from it. NULL when it cannot be made: libbpf then does it its own way.
 */
struct btf_slim *btf_slim_new(const struct btf *wanted, const struct btf *const *sources,
			      size_t count);
void btf_slim_free(struct btf_slim *slim);
/* Where it can be opened, in this process, as long as it lives. */
const char *btf_slim_path(const struct btf_slim *slim);
/* In it, for who wants to look. */
const struct btf *btf_slim_types(const struct btf_slim *slim);
