// SPDX-License-Identifier: BSD-2-Clause
/*
 * What this process may do, and giving all of it away.
 *
 * Rules and evidence from elsewhere are untrusted, so the child that judges drops everything first:
 * capabilities of every set, the identity of root, the way back (no_new_privs), and the resources
 * that it does not need. What it may still do is compute, and write to descriptors that are open.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <sys/capability.h>

#include "error.h"

/* 0 leaves a limit as it is. Files, file sizes, processes and core dumps are always forbidden. */
struct privilege_limits {
	size_t memory_bytes; /* address space; left alone under AddressSanitizer, which needs it all
			      */
	unsigned cpu_seconds;
};

/* Is it effective now? CAP_NET_ADMIN, CAP_BPF, ... */
bool privilege_has(cap_value_t capability);

/* NULL when BPF programs may be loaded, else one sentence that says why not. The kernel itself may
 * still refuse. */
const char *privilege_no_bpf(void);

/* Puts capabilities aside until *ret_before, which keeps what there was, is given back; false when
 * that cannot be done, and then nothing has changed. Those not held are none to put aside. */
bool privilege_put_aside(const cap_value_t *capabilities, int count, cap_t *ret_before);
void privilege_give_back(cap_t *before);
#define cleanup_put_aside __attribute__((cleanup(privilege_give_back)))

/*
 * For a child, which cannot undo it. Root becomes user and group 65534 without further groups,
 * where the process may change its identity at all. An error means that something is left, and the
 * child must end.
 */
int privilege_drop_all(const struct privilege_limits *limits, struct error *err);
