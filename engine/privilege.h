// SPDX-License-Identifier: BSD-2-Clause
/*
 * What this process may do, and giving all of it away.
 *
 * Rules and evidence from elsewhere are untrusted, so the child that judges drops everything first:
 * capabilities of every set, the identity of root, the way back (no_new_privs), and the resources
 * that it does not need. What it may still do is compute, and write to descriptors that are open.
 *
 * The process that measures gives up at each stage what no later one needs, so that the answer of a
 * judge, which may be hostile, is read by one that can no longer look into anything.
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

/*
 * For a child, after that: of the kernel's calls those stay that computing and answering need
 * (memory that holds no code, writing to open descriptors, time, the end). Any other one kills it
 * at once. Not under AddressSanitizer, which makes calls of its own.
 */
int privilege_seal(struct error *err);

/*
 * For good, out of every set of this process and of what it may start: only these stay, as far as
 * they are held. What was opened stays open. Never fails: what cannot be given away stays.
 */
enum privilege_stage {
	PRIVILEGE_MEASURE, /* attach, read, start children that give up more */
	PRIVILEGE_READ,    /* nothing is attached any more; what is attached is read */
	PRIVILEGE_JUDGE,   /* nothing is read any more; a judge is started */
	PRIVILEGE_SHOW,    /* files that are open are put in place */
};
void privilege_keep_for(enum privilege_stage stage);
/* One more, that a newer kernel does not ask for. */
void privilege_forgo(cap_value_t capability);
