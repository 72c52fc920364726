// SPDX-License-Identifier: BSD-2-Clause
/*
 * Reports of which one has pseudonyms are compared by these.
 *
 * The same name has the same pseudonym in every run on one machine (engine/redact.h), so what is
 * left in the clear is given its pseudonyms for the comparison only, unless `redact` asks for them
 * in the report, too.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

/* As compare_with(). `baseline` may have pseudonyms afterwards, `report` with `redact` only. */
void compare_redacted(cJSON *report, cJSON *baseline, bool redact);
