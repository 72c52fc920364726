// SPDX-License-Identifier: BSD-2-Clause
/*
 * Whether hooks could be attached here, asked of the kernel's own description (BTF) only: nothing
 * is loaded, no privilege is needed, and a kernel that refuses what it describes is not found out.
 * Of somebody who may measure (CAP_NET_ADMIN) the privileges are asked too: his run would lack
 * them.
 */
#pragma once

#include "probe.h"

#define HOOK_LOOK_MAX 16

struct hook_look {
	const struct hook *hook;
	bool unusable;            /* it is there, and its program could make nothing of it */
	char why[ERROR_TEXT_MAX]; /* empty when it is there, and usable */
};

/* Returns how many hooks the probe has. */
size_t hooks_look(const struct probe *probe, struct hook_look *ret_looks, size_t room);
/* The first reason why the probe could not run, or NULL; static until the next call. */
const char *probe_cannot(const struct probe *probe);

/* "tracepoint kfree_skb", "function nft_do_chain of module nf_tables"; static until the next call.
 */
const char *hook_name(const struct hook *hook);
