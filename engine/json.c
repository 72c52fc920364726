// SPDX-License-Identifier: BSD-2-Clause
#include "json.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistr.h>

#include "cleanup.h"

/* Refuses what cJSON would let through, in a tree that it built. */
static int check_tree(const cJSON *item, struct error *err)
{
	const cJSON *member, *other;
	unsigned keys = 0;

	if (cJSON_IsNumber(item) && !isfinite(item->valuedouble))
		return error_set(err, "a number is too large");
	cJSON_ArrayForEach (member, item) {
		if (cJSON_IsObject(item)) {
			if (++keys > JSON_MAX_KEYS)
				return error_set(err, "an object has more than %d keys",
						 JSON_MAX_KEYS);
			for (other = item->child; other != member; other = other->next)
				if (!strcmp(other->string, member->string))
					return error_set(err, "the key \"%.60s\" stands twice",
							 member->string);
		}
		if (check_tree(member, err) < 0)
			return -1;
	}
	return 0;
}

/* Each value but the first in a list or object stands behind a comma. */
static size_t count_values(const char *bytes, size_t length)
{
	bool text = false;
	size_t count = 1;

	for (size_t i = 0; i < length; i++) {
		if (text && bytes[i] == '\\')
			i++;
		else if (bytes[i] == '"')
			text = !text;
		else if (!text)
			count += bytes[i] == ',' || bytes[i] == '[' || bytes[i] == '{';
	}
	return count;
}

int json_parse(const char *bytes, size_t length, cJSON **ret_json, struct error *err)
{
	cleanup_json cJSON *json = NULL;
	const char *end = NULL;

	if (u8_check((const uint8_t *)bytes, length))
		return error_set(err, "it is not UTF-8 text");
	if (memmem(bytes, length, "\\u0000", 6))
		return error_set(err, "it contains \\u0000");
	if (count_values(bytes, length) > JSON_MAX_VALUES)
		return error_set(err, "it holds more than %d values", JSON_MAX_VALUES);
	json = cJSON_ParseWithLengthOpts(bytes, length, &end, false);
	if (!json)
		return error_set(err, "it is no JSON from byte %zu on (it may be cut short)",
				 end ? (size_t)(end - bytes) : (size_t)0);
	while (end < bytes + length && isspace((unsigned char)*end))
		end++;
	if (end != bytes + length)
		return error_set(err, "text stands behind the JSON, at byte %zu",
				 (size_t)(end - bytes));
	if (check_tree(json, err) < 0)
		return -1;
	*ret_json = TAKE_PTR(json);
	return 0;
}

cJSON *json_get(const cJSON *object, const char *key)
{
	return cJSON_GetObjectItemCaseSensitive(object, key);
}

const char *json_text(const cJSON *object, const char *key)
{
	return cJSON_GetStringValue(json_get(object, key));
}

bool json_to_count(const cJSON *item, uint64_t *ret_count)
{
	char *end;

	if (cJSON_IsNumber(item)) {
		double number = item->valuedouble;

		if (number < 0 || number > (double)JSON_EXACT || number != floor(number))
			return false;
		*ret_count = (uint64_t)number;
		return true;
	}
	if (!cJSON_IsString(item) || !isdigit((unsigned char)item->valuestring[0]))
		return false;
	errno = 0;
	*ret_count = strtoull(item->valuestring, &end, 10);
	return !errno && !*end;
}

uint64_t json_count(const cJSON *object, const char *key, uint64_t otherwise)
{
	uint64_t count;

	return json_to_count(json_get(object, key), &count) ? count : otherwise;
}

double json_real(const cJSON *object, const char *key, double otherwise)
{
	const cJSON *item = json_get(object, key);
	uint64_t count;

	if (cJSON_IsNumber(item))
		return item->valuedouble;
	return json_to_count(item, &count) ? (double)count : otherwise;
}

bool json_true(const cJSON *object, const char *key)
{
	return cJSON_IsTrue(json_get(object, key));
}

cJSON *json_from_count(uint64_t count)
{
	char digits[24];

	if (count <= JSON_EXACT)
		return cJSON_CreateNumber((double)count);
	snprintf(digits, sizeof(digits), "%llu", (unsigned long long)count);
	return cJSON_CreateString(digits);
}

void json_add_count(cJSON *object, const char *key, uint64_t count)
{
	cJSON_AddItemToObject(object, key, json_from_count(count));
}

void json_add_text(cJSON *object, const char *key, const char *text)
{
	if (text)
		cJSON_AddStringToObject(object, key, text);
}

void json_copy_member(cJSON *to, const cJSON *object, const char *key)
{
	const cJSON *item = json_get(object, key);

	if (item)
		cJSON_AddItemToObject(to, key, cJSON_Duplicate(item, true));
}
