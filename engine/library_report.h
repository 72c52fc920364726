// SPDX-License-Identifier: BSD-2-Clause
/*
 * What libraries of rules make of facts for the report, beside all findings: the field `report` of
 * a library is { facts = names, make = function (facts) }, which returns members of the report.
 */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "evidence.h"
#include "rulebook.h"

/* Adds layers[], paths[] and slowest[] to `result`. A library that fails stands in the catalogue's
 * broken[], and stops nobody. */
void library_report(const struct rulebook *book, const struct evidence *evidence, bool scoped,
		    cJSON *result);
