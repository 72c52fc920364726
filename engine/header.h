// SPDX-License-Identifier: BSD-2-Clause
/* The parts of evidence that are not facts: when, on which host, and probes that never ran. */
#pragma once

#include <cjson/cJSON.h>

#include "probe.h"

cJSON *header_host(void);
/* Now in UTC, as 2026-01-31T23:59:59Z; the caller frees. */
char *header_time(void);
/* The same with milliseconds, for who puts runs of several hosts side by side. */
char *header_started(void);
char *header_started_before(uint64_t ms); /* so long ago */
/* How far the kernel says that this clock may be off, in ms; null where it is not kept in time. */
cJSON *header_clock_doubt(void);
/* What of this host no probe looks into, for unseen[]; NULL when there is nothing. */
cJSON *header_unseen(const struct netns_list *namespaces);
/* A line of probes[] for a probe whose stage never opened. */
cJSON *header_skipped_probe(const struct probe *probe, const char *why);
