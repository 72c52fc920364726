// SPDX-License-Identifier: BSD-2-Clause
/* The parts of a merged report that are lists of sentences: each says which host it is about. */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "merge.h"

/*
 * Findings of all hosts as judge() would return them, for rank(): what was found with where.host,
 * what a cause stands on, and `beside` (merge_guest.h); what no host found once for each sentence.
 */
cJSON *merge_findings(struct merge_host *const *hosts, size_t count, const cJSON *edges);
/* Each box once, in the gravest state that it has anywhere. */
cJSON *merge_checklist(struct merge_host *const *hosts, size_t count);
/* Benign packets by entry, added up. */
cJSON *merge_noise(struct merge_host *const *hosts, size_t count);
cJSON *merge_probes(struct merge_host *const *hosts, size_t count);
cJSON *merge_unseen(struct merge_host *const *hosts, size_t count, const cJSON *more);
