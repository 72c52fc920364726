// SPDX-License-Identifier: BSD-2-Clause
/*
 * What rules and flows must look like as data, checked on the engine's side: prelude.lua says it to
 * authors, but a file can come round it, and the privileged side reads the catalogue.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "error.h"

/* Title and lists of facts. */
int check_rule(const cJSON *rule, struct error *err);
/* Title, stages, their globs and conditions. */
int check_flow(const cJSON *flow, struct error *err);
