// SPDX-License-Identifier: BSD-2-Clause
/*
 * Evidence in, findings out: a pure function, run in the judging child.
 *
 * Every rule of the chosen flows is judged once over all facts. Its outcome is one of five:
 * confirmed, suspected, ruled_out, undecided (a needed fact is absent: the engine's job, no rule
 * ever sees it) or broken. A broken rule never stops the others.
 *
 * Findings are plain data with their texts filled in both languages:
 *   findings [{id, outcome, class, title, title_zh, where{}, severity, confidence, lost, carried,
 *              excess, evidence[], because, because_zh, advice[]}]
 *   undecided ones of essential rules carry essential, broken ones error and built_in
 *   noise[], lost (packets that are not benign), edges[], checklist[], correlations[], broken[]
 *   (files that did not load)
 */
#pragma once

#include <cjson/cJSON.h>

#include "evidence.h"
#include "rulebook.h"

/* Confidence of a finding that lacked something it would have used. */
#define CONFIDENCE_WITHOUT_USES 0.8
/* Below this a finding is suspected, from it on confirmed. */
#define CONFIDENCE_CONFIRMED 0.5

/* Adds the ledger's facts to `evidence`. The caller deletes the result. */
cJSON *judge(const struct rulebook *book, struct evidence *evidence);
