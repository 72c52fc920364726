// SPDX-License-Identifier: BSD-2-Clause
/*
 * Sentences and commands of rules: text with holes that the engine fills.
 *
 *   {name}          the value, as it is
 *   {name:count}    12,345        {name:percent}  a share as 0.4 %
 *   {name:us}       microseconds as 84 us or 1.2 ms
 *   {name:bytes}    2.0 MiB       {name:rate}     12,345/s
 *   [[ ... ]]       left out as a whole when a hole inside has no value
 *
 * `values` is a flat object. In a command every value is quoted for the shell; names from the
 * system are hostile. A hole without a value outside [[ ]] is an error that names it.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "error.h"

enum template_as { TEMPLATE_ENGLISH, TEMPLATE_CHINESE, TEMPLATE_COMMAND };

/* The caller frees. */
int template_fill(const char *template, const cJSON *values, enum template_as as, char **ret_text,
		  struct error *err);
/* `text` as one word of the shell (bash, where it holds \xNN); the caller frees. */
char *shell_quote(const char *text);
