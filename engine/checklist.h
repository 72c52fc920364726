// SPDX-License-Identifier: BSD-2-Clause
/*
 * The guide's checklist: each box gets its state from the rules that answer it.
 *
 * rules/data/checklist.lua lists the boxes {id, section, item, title, title_zh, rules[]}. A box is
 * abnormal or attention when one of its rules found something, ok when all of them were judged and
 * found nothing, and unknown, with the reason, in every other case.
 */
#pragma once

#include <cjson/cJSON.h>

/* checklist[] of the report; the caller deletes. */
cJSON *checklist_fill(const cJSON *boxes, const cJSON *findings);
