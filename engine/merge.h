// SPDX-License-Identifier: BSD-2-Clause
/*
 * Runs of several hosts into one report: in the judging child, a pure function of their bytes.
 *
 * Each run is judged alone, by its own facts; nothing of one host is added to anything of another.
 * Three things are new:
 *
 *   a guest    a run whose virtio device has the MAC of a tap in another run's evidence. Its facts
 *              are added to that host's as guest.queues, in the host's words
 * (engine/merge_guest.h), and what it found explains what the host found at the same tap and queue:
 * a suspicion that it explains is no suspicion any more hosts[]    the runs by severity, each with
 * its own verdict shared[]   causes that more than one of them has
 *
 * Every finding carries where.host, and one explains another only where that is the same. Sentences
 * about one host begin with its name. The evidence of the report is that of all hosts, with a first
 * column "host".
 */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "evidence.h"
#include "rulebook.h"

#define MERGE_MAX_FILES 256
/* Of all files together: the child that reads them has a limit of memory. */
#define MERGE_MAX_BYTES ((size_t)64 << 20)

struct merge_input {
	const char *path; /* for sentences, and for hosts[].file */
	const char *bytes;
	size_t length;
};

/* One run on its way into the report. */
struct merge_host {
	const struct merge_input *input;
	struct evidence *evidence; /* judged: it has the ledger's facts too */
	cJSON *findings;           /* what judge() returned */
	const char *name;          /* host.name of the evidence */
	const char *verdict;       /* its own */
	int worst;                 /* score of its first cause, 0 without one */
	size_t causes;
	/* Of a guest: whose, behind which tap, and in which namespace that is. */
	const struct merge_host *hypervisor;
	char *tap, *tap_netns, *own_device;
};

/* The caller deletes the report. A refusal names the file. */
int merge(const struct rulebook *book, const struct merge_input *inputs, size_t count,
	  cJSON **ret_report, struct error *err);
