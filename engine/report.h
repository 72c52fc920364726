// SPDX-License-Identifier: BSD-2-Clause
/*
 * Evidence and findings put together into the report, in the order of the contract
 * (reports/report.schema.json). Same evidence, same bytes: nothing here looks at a clock or a host.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "evidence.h"

/* An interrupted run has looked once it has watched for this long. */
#define REPORT_FIRST_LOOK_MS 1000

/* False when the run ended before it had seen anything, or asked nothing. */
bool report_has_looked(const struct evidence *evidence, const cJSON *findings);
/* Adds the Chinese of reasons that only have English. */
void report_add_chinese(cJSON *report);
/* The caller deletes. */
cJSON *report_make(const struct evidence *evidence, const cJSON *findings);
