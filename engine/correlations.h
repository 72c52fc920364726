// SPDX-License-Identifier: BSD-2-Clause
/*
 * correlations[] of the report: what rose and fell together with a harm that was found. Which
 * series are compared stands in rules/data/correlations.lua; what is too short, still, or could be
 * chance is left out.
 */
#pragma once

#include <cjson/cJSON.h>

#include "evidence.h"

/* A new list, which may be empty; `pairs` may be NULL. The caller deletes. */
cJSON *correlations_find(const struct evidence *evidence, const cJSON *pairs,
			 const cJSON *findings);
