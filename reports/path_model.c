// SPDX-License-Identifier: BSD-2-Clause
#include "path_model.h"

#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "phrase.h"
#include "rows.h"

/* How grave a state is; also the order of paths. */
static int gravity(const char *state)
{
	static const char *const order[] = { "unknown", "ok", "attention", "abnormal" };

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (!strcmp(order[i], state))
			return (int)i;
	return 0;
}

/* A hop made from devices takes the severity of its gravest cause, and what its causes lost. */
static void lay_causes(const cJSON *causes, cJSON *hop)
{
	const cJSON *cause;
	double lost = json_real(hop, "lost", 0);

	cJSON_ArrayForEach (cause, causes) {
		const cJSON *first = json_get(cause, "evidence");
		const char *severity = phrase_name(cause, "severity");

		if (!path_cause_on(cause, hop))
			continue;
		if (gravity(severity) > gravity(phrase_name(hop, "state")))
			cJSON_ReplaceItemInObject(hop, "state", cJSON_CreateString(severity));
		if (!strncmp(phrase_name(cause, "id"), "drop.", 5) && first && first->child)
			lost += number_of(json_get(first->child, "value"));
	}
	cJSON_DeleteItemFromObject(hop, "lost");
	if (lost > 0)
		json_add_count(hop, "lost", (uint64_t)lost);
}

static bool touches(const cJSON *path, const cJSON *cause)
{
	struct place named = place_of(json_get(cause, "where"));
	const cJSON *hop;

	if (!*named.device)
		return true;
	cJSON_ArrayForEach (hop, json_get(path, "hops")) {
		struct place at = place_of(hop);

		if (*at.device && place_agrees(&named, &at))
			return true;
	}
	return false;
}

static void lay_on(const cJSON *report, cJSON *path)
{
	static const char *const keys[] = { "causes", "suspected" };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		cleanup_json cJSON *mine = cJSON_CreateArray();
		const cJSON *cause;
		cJSON *hop;

		cJSON_ArrayForEach (cause, json_get(report, keys[i]))
			if (touches(path, cause))
				cJSON_AddItemReferenceToArray(mine, (cJSON *)cause);
		cJSON_ArrayForEach (hop, json_get(path, "hops"))
			lay_causes(mine, hop);
	}
}

static int worst_of(const cJSON *path)
{
	const cJSON *hop;
	int worst = 0;

	cJSON_ArrayForEach (hop, json_get(path, "hops"))
		if (gravity(phrase_name(hop, "state")) > worst)
			worst = gravity(phrase_name(hop, "state"));
	return worst;
}

cJSON *path_model(const cJSON *report, int *ret_left_out)
{
	const cJSON *given = json_get(report, "paths");
	cJSON *sorted = cJSON_CreateArray(), *path;
	cleanup_json cJSON *paths = NULL;

	*ret_left_out = 0;
	paths = cJSON_GetArraySize(given) ? cJSON_Duplicate(given, true)
					  : path_of_devices(report, ret_left_out);
	if (!cJSON_GetArraySize(given))
		cJSON_ArrayForEach (path, paths) {
			path_lay_latency(report, path);
			lay_on(report, path);
		}
	for (int worst = 3; worst >= 0; worst--)
		for (int i = 0; i < cJSON_GetArraySize(paths);)
			if (worst_of(cJSON_GetArrayItem(paths, i)) == worst)
				cJSON_AddItemToArray(sorted, cJSON_DetachItemFromArray(paths, i));
			else
				i++;
	return sorted;
}
