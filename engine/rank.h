// SPDX-License-Identifier: BSD-2-Clause
/*
 * Findings into the report's lists: root causes first.
 *
 * A confirmed finding that another confirmed one explains (engine/edges.h) stands under it as a
 * symptom; the cause takes the highest severity and impact among its symptoms. Order: severity,
 * score, id, where. Score = round(100 x impact x confidence); impact of a loss is its part of all
 * losses in scope that are not benign, of a delay its part of the path's excess, else
 * IMPACT_OTHERWISE.
 *
 * Verdict: the worst severity of the causes; else attention when something is suspected; else
 * undetermined when an essential rule is undecided or one that is built in is broken; else healthy.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#define IMPACT_OTHERWISE 0.2

/* Adds causes, suspected, ruled_out, undecided, broken to `report`. `findings` is what judge()
 * returned. */
void rank(cJSON *report, const cJSON *findings);

/* "abnormal", "attention", "undetermined" or "healthy"; `looked` is false when the run ended before
 * it had seen anything, or asked nothing. */
const char *verdict_of(const cJSON *report, bool looked);
