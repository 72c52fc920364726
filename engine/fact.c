// SPDX-License-Identifier: BSD-2-Clause
#include "fact.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"

static const char *const absences[] = {
	[ABSENT_NOT] = NULL,
	[ABSENT_NOT_NEEDED] = "not_needed",
	[ABSENT_UNAVAILABLE] = "unavailable",
	[ABSENT_FAILED] = "failed",
};

void fact_clear(struct fact *fact)
{
	free(fact->name);
	free(fact->probe);
	free(fact->because);
	table_free(fact->table);
	memset(fact, 0, sizeof(*fact));
}

void fact_to_json(const struct fact *fact, cJSON *facts)
{
	cJSON *json = cJSON_AddObjectToObject(facts, fact->name), *part;

	cJSON_AddStringToObject(json, "probe", fact->probe);
	if (fact->absent) {
		part = cJSON_AddObjectToObject(json, "absent");
		cJSON_AddStringToObject(part, "why", absences[fact->absent]);
		cJSON_AddStringToObject(part, "because", fact->because ? fact->because : "");
		return;
	}
	part = cJSON_AddObjectToObject(json, "window");
	json_add_count(part, "start_ms", fact->start_ms);
	json_add_count(part, "end_ms", fact->end_ms);
	json_add_count(json, "lost", fact->lost);
	json_add_count(json, "cut", fact->cut);
	if (fact->step_ms)
		json_add_count(json, "step_ms", fact->step_ms);
	table_to_json(fact->table, json);
}

static int absence_from_json(const cJSON *absent, struct fact *fact, struct error *err)
{
	const char *why = json_text(absent, "why");

	for (size_t i = 1; why && i < ARRAY_SIZE(absences); i++)
		if (!strcmp(why, absences[i]))
			fact->absent = (enum absence)i;
	if (!fact->absent)
		return error_set(err, "\"absent\" does not say why");
	fact->because = maybe_strdup(json_text(absent, "because"));
	return 0;
}

int fact_from_json(const cJSON *json, struct fact *ret_fact, struct error *err)
{
	const cJSON *absent = json_get(json, "absent"), *window = json_get(json, "window");
	const char *probe = json_text(json, "probe");
	struct fact fact = { 0 };
	int r;

	if (!cJSON_IsObject(json) || !probe)
		return error_set(err, "it names no probe");
	r = absent ? absence_from_json(absent, &fact, err)
		   : table_from_json(json, &fact.table, err);
	if (r < 0)
		return r;
	fact.name = must_strdup(json->string);
	fact.probe = must_strdup(probe);
	fact.start_ms = json_count(window, "start_ms", 0);
	fact.end_ms = json_count(window, "end_ms", 0);
	fact.lost = json_count(json, "lost", 0);
	fact.cut = json_count(json, "cut", 0);
	fact.step_ms = json_count(json, "step_ms", 0);
	*ret_fact = fact;
	return 0;
}
