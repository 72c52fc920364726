// SPDX-License-Identifier: BSD-2-Clause
/*
 * The facts of several hosts as one evidence: every table has a first key column "host". It is for
 * people to look at; it is not judged again.
 *
 * What is more than a report can hold is left out: first what no cause stands on, and that is said
 * in the fact's own place.
 */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "merge.h"

/* `found` are causes and suspicions, whose facts come first. The caller frees. */
struct evidence *merge_facts(struct merge_host *const *hosts, size_t count, const cJSON *findings);
