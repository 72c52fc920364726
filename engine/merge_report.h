// SPDX-License-Identifier: BSD-2-Clause
/* The report of several hosts, put together from what each was judged to have. */
#pragma once

#include <stddef.h>

#include <cjson/cJSON.h>

#include "merge.h"

/* `hosts` in the order of hosts[]; `unseen` is copied in behind theirs. The caller deletes. */
cJSON *merge_report(const struct rulebook *book, struct merge_host *const *hosts, size_t count,
		    const cJSON *unseen);
