// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the running kernel says about its own types: which tracepoints and functions there are to
 * hook, how many arguments they have, what its drop reasons are called.
 *
 * vmlinux is parsed once, when it is first asked for; a module's part when something in it is. All
 * of it belongs to the struct and lives as long.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bpf/btf.h>

#include "error.h"

struct kernel_btf;

/* Parses vmlinux; a kernel built without BTF is an error. */
int kernel_btf_open(struct kernel_btf **ret_kernel, struct error *err);
void kernel_btf_free(struct kernel_btf *kernel);

const struct btf *kernel_btf_vmlinux(const struct kernel_btf *kernel);
/* The types of a module; not loaded or without BTF is an error that says so. */
int kernel_btf_module(struct kernel_btf *kernel, const char *module, const struct btf **ret_btf,
		      struct error *err);

/* All that was parsed so far: vmlinux, then modules. Returns how many. */
#define KERNEL_BTF_MODULES 16
size_t kernel_btf_parsed(const struct kernel_btf *kernel,
			 const struct btf *ret_parsed[KERNEL_BTF_MODULES + 1]);

/* Where a program can be attached. */
struct btf_target {
	uint32_t type_id;
	int module_fd;      /* BTF object of the module, owned by kernel_btf; 0 for vmlinux */
	unsigned arguments; /* as its programs see them */
};

/* Tracepoint or function `name` in vmlinux, else in `module` when one is given. */
int kernel_btf_tracepoint(struct kernel_btf *kernel, const char *name, const char *module,
			  struct btf_target *ret_target, struct error *err);
int kernel_btf_function(struct kernel_btf *kernel, const char *name, const char *module,
			struct btf_target *ret_target, struct error *err);

/* The value of an enumerator of vmlinux, whatever enumeration it is in, even one without a name. */
bool kernel_btf_enumerator(const struct kernel_btf *kernel, const char *name, int64_t *ret_value);

static inline void free_kernel_btf(struct kernel_btf **kernel)
{
	kernel_btf_free(*kernel);
}
#define cleanup_kernel_btf __attribute__((cleanup(free_kernel_btf)))
