// SPDX-License-Identifier: BSD-2-Clause
#include "catalogue_check.h"

#include <string.h>

#include "json.h"

static int check_names(const cJSON *json, const char *key, struct error *err)
{
	const cJSON *list = json_get(json, key), *name;

	if (list && !cJSON_IsArray(list))
		return error_set(err, "'%s' is no list", key);
	cJSON_ArrayForEach (name, list)
		if (!cJSON_IsString(name))
			return error_set(err, "'%s' holds something that is no text", key);
	return 0;
}

static bool is_condition(const cJSON *when)
{
	const char *op = json_text(when, "op");
	const cJSON *part;

	if (op && !strcmp(op, "found"))
		return json_text(when, "rule") != NULL;
	cJSON_ArrayForEach (part, json_get(when, "list"))
		if (!is_condition(part))
			return false;
	return op && cJSON_IsArray(json_get(when, "list"));
}

static bool is_text_pair(const cJSON *both)
{
	return cJSON_IsArray(both) && cJSON_IsString(cJSON_GetArrayItem(both, 0)) &&
	       cJSON_IsString(cJSON_GetArrayItem(both, 1));
}

int check_flow(const cJSON *flow, struct error *err)
{
	const cJSON *stage;

	if (!is_text_pair(json_get(flow, "title")) || !cJSON_IsArray(json_get(flow, "stages")))
		return error_set(err, "a flow has a title and stages");
	cJSON_ArrayForEach (stage, json_get(flow, "stages")) {
		if (!is_text_pair(json_get(stage, "title")) || !json_text(stage, "name"))
			return error_set(err, "a stage has a name and a title");
		if (check_names(stage, "ask", err) < 0 || check_names(stage, "detail", err) < 0)
			return -1;
		if (json_get(stage, "when") && !is_condition(json_get(stage, "when")))
			return error_set(err, "'when' is no condition");
	}
	return 0;
}

int check_rule(const cJSON *rule, struct error *err)
{
	if (!is_text_pair(json_get(rule, "title")))
		return error_set(err, "'title' is not { English, Chinese }");
	if (check_names(rule, "needs", err) < 0 || check_names(rule, "uses", err) < 0)
		return -1;
	return check_names(rule, "details", err);
}
