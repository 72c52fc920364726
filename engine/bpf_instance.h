// SPDX-License-Identifier: BSD-2-Clause
/*
 * One stage's copy of the BPF object: only the wanted programs are loaded, only their maps made.
 *
 * One target that is missing would fail the whole load, so hooks are resolved before, and what the
 * kernel then still refuses is found by loading program by program. Closing takes everything off.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <bpf/libbpf.h>

#include "error.h"
#include "kernel_btf.h"
#include "probe.h"

#define INSTANCE_MAX_HOOKS 64

struct hooked {
	const struct hook *hook;
	const struct probe *probe;
	struct btf_target target;
	struct bpf_link *link;
	uint32_t link_id;
	bool wanted;   /* set by the caller; false again when it cannot be had */
	bool unusable; /* it is there, and what our program must know to make use of it is not */
	char *why;     /* in both cases the reason, one sentence */
};

struct instance {
	struct netdoctor_bpf *bpf; /* NULL when nothing could be loaded */
	struct btf_slim *types;    /* what libbpf is given of the kernel's types, or NULL */
	struct hooked hooks[INSTANCE_MAX_HOOKS];
	size_t count;
};

/* It cannot be had; the first reason stays. */
void hooked_refuse(struct hooked *hooked, const char *why);
/* Looks up what the hook hangs on; not there: `wanted` becomes false and `why` is set. */
void instance_resolve(struct hooked *hooked, struct kernel_btf *kernel);

/*
 * Loads and attaches what is wanted. `prepare` sets constants and maps of a freshly opened object;
 * it may be called more than once, because an object that failed to load cannot be used again.
 * Programs see the types of vmlinux and of the modules that hooks were looked up in.
 */
void instance_start(struct instance *instance, const struct kernel_btf *kernel,
		    void (*prepare)(struct netdoctor_bpf *bpf, void *data), void *data);
void instance_close(struct instance *instance);
/* The descriptor of a map, or -1. */
int instance_map(const struct instance *instance, const char *name);

/* Sums over the loaded programs and maps. */
struct instance_cost {
	uint64_t misses; /* times a program was not run because it already did on that CPU */
	uint64_t maps_bytes;
};
/* Nanoseconds that its programs ran while run statistics were on; of one probe, or of all (NULL).
 */
uint64_t instance_run_ns(const struct instance *instance, const struct probe *probe);
void instance_cost(const struct instance *instance, const struct probe *probe,
		   struct instance_cost *ret_cost);
