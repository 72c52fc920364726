// SPDX-License-Identifier: BSD-2-Clause
/*
 * The kernel's counters of connection tracking as /proc/net/stat/nf_conntrack prints them: a line
 * of names, then for each CPU a line of hexadecimal numbers of 32 bits. Kernels differ in their
 * columns, so the names decide.
 */
#pragma once

#include <stdint.h>
#include <stdio.h>

#include "error.h"

enum {
	CONNTRACK_INVALID,       /* packets that fit no connection */
	CONNTRACK_DROP,          /* packets dropped: no room for their connection */
	CONNTRACK_EARLY_DROP,    /* connections that had to go for others */
	CONNTRACK_INSERT_FAILED, /* connections that another one kept out */
	CONNTRACK_ERROR,         /* ICMP messages that belong to no connection */
	CONNTRACK_COUNTERS,
};

/* Columns of a row before the counters. */
#define CONNTRACK_FIRST 2

/* `counts` are CONNTRACK_COUNTERS numbers; one that this kernel does not have is 0. */
typedef void (*conntrack_each)(unsigned cpu, const uint64_t *counts, void *data);

int conntrack_parse(FILE *file, conntrack_each each, void *data, struct error *err);
