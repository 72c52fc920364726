// SPDX-License-Identifier: BSD-2-Clause
/*
 * What of a report counts for a machine that passes or fails it: the exit code, JUnit and SARIF
 * agree because all of them ask here.
 *
 * A finding counts when it reaches the level that --fail-on names and no baseline excuses it (it
 * was there before and is no worse). What is suspected counts as attention. A report that could
 * not look (verdict undetermined; an essential rule undecided, or a built-in one broken, behind
 * causes that are excused) never passes.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

enum level { LEVEL_NONE, LEVEL_ATTENTION, LEVEL_ABNORMAL, LEVEL_NEVER };

/* LEVEL_NONE for a finding that a baseline excuses. */
enum level counts_finding(const cJSON *finding, bool suspected);
/* The worst of all findings. */
enum level counts_worst(const cJSON *report);
bool counts_blind(const cJSON *report);
