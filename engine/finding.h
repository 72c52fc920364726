// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a rule returned, checked and completed into a finding.
 *
 * The engine fills the templates in both languages, quotes commands for the shell, lowers the
 * confidence by what was lost while measuring and by what was missing, and refuses what no report
 * may hold: unknown where keys, units outside the closed list, numbers that are none.
 */
#pragma once

#include <cjson/cJSON.h>

#include "error.h"
#include "evidence.h"

/* `rule` is its row of the catalogue, `outcome` one table that it returned. The caller deletes. */
int finding_complete(const cJSON *rule, const cJSON *outcome, const struct evidence *evidence,
		     cJSON **ret_finding, struct error *err);
