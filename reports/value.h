// SPDX-License-Identifier: BSD-2-Clause
/* Measured values as people read them: 1,204 packets, 2.5 %, 112 us. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <cjson/cJSON.h>

/* 12,345 or 0.0123: three digits that count, thousands apart. */
void value_print_number(FILE *out, double number);
void value_print_percent(FILE *out, double share);
void value_print_kib(FILE *out, double kib);
void value_print_seconds(FILE *out, double ms);

/* A cell or a piece of evidence without the name of its unit (which a column's head says); strings
 * of digits are numbers when there is a unit. Prints a string as it came: clean what you get. */
void value_print_cell(FILE *out, const cJSON *value, const char *unit);
/* The same with the name of its unit. `unit` may be NULL. */
void value_print(FILE *out, const cJSON *value, const char *unit, bool chinese);

/* The same as a text; the caller frees. */
char *value_text(const cJSON *value, const char *unit, bool chinese);
