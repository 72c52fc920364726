// SPDX-License-Identifier: BSD-2-Clause
/*
 * cJSON with the strictness that untrusted files and 64-bit counters need.
 *
 * cJSON by itself accepts text behind the value, duplicate keys, 1e400 and invalid UTF-8, cuts
 * strings at \u0000, compares keys without case, and keeps every number as a double. Here all of
 * that is refused, and integers above 2^53 travel as strings of digits.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "error.h"

#define JSON_MAX_KEYS 4096
#define JSON_MAX_VALUES 2000000        /* cJSON takes about 100 bytes for each */
#define JSON_EXACT ((uint64_t)1 << 53) /* the largest integer that a double keeps exactly */

/* The caller deletes the tree. */
int json_parse(const char *bytes, size_t length, cJSON **ret_json, struct error *err);

/* The member of that very name, or NULL. */
cJSON *json_get(const cJSON *object, const char *key);
/* The text of a member, or NULL when it is absent or no string. */
const char *json_text(const cJSON *object, const char *key);
/* A count of a member (number or string of digits); `otherwise` when it is absent or none. */
uint64_t json_count(const cJSON *object, const char *key, uint64_t otherwise);
/* A number or count as a double. */
double json_real(const cJSON *object, const char *key, double otherwise);
bool json_true(const cJSON *object, const char *key);

bool json_to_count(const cJSON *item, uint64_t *ret_count);
cJSON *json_from_count(uint64_t count);
void json_add_count(cJSON *object, const char *key, uint64_t count);
/* Adds nothing when text is NULL. */
void json_add_text(cJSON *object, const char *key, const char *text);
/* A copy of object[key] added to `to` under the same key, when there is one. */
void json_copy_member(cJSON *to, const cJSON *object, const char *key);
