// SPDX-License-Identifier: BSD-2-Clause
/* Reasons that were written in English while it was measured get their Chinese in the report. */
#include "report.h"

#include "chinese.h"
#include "cleanup.h"
#include "json.h"

static void add_twin(cJSON *object, const char *key, const char *twin)
{
	const char *english = json_text(object, key);
	cleanup_free char *chinese = english ? chinese_of(english) : NULL;

	if (chinese && !json_get(object, twin))
		cJSON_AddStringToObject(object, twin, chinese);
}

void report_add_chinese(cJSON *report)
{
	cJSON *evidence = json_get(report, "evidence"), *item;

	cJSON_ArrayForEach (item, json_get(report, "probes"))
		add_twin(item, "why", "why_zh");
	cJSON_ArrayForEach (item, json_get(evidence, "probes"))
		add_twin(item, "why", "why_zh");
	cJSON_ArrayForEach (item, json_get(evidence, "facts"))
		add_twin(json_get(item, "absent"), "because", "because_zh");
}
