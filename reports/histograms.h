// SPDX-License-Identifier: BSD-2-Clause
/*
 * Histograms of a report, as histograms[] of the schema has them: those that stand there, and those
 * of facts that have a column "histogram" ("least:count ..." of each bucket, `least` in
 * nanoseconds), in us.
 */
#pragma once

#include <cjson/cJSON.h>

/* At most `most`, those with the longest p99 first; the caller deletes. */
cJSON *histograms_of(const cJSON *report, int most);
