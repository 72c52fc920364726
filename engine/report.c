// SPDX-License-Identifier: BSD-2-Clause
#include "report.h"

#include "json.h"
#include "rank.h"
#include "version.h"

static bool has_seen(const struct evidence *evidence)
{
	const struct fact *fact = evidence->facts;

	if (json_true(evidence->run, "interrupted") &&
	    evidence->end_ms - evidence->start_ms < REPORT_FIRST_LOOK_MS)
		return false;
	for (size_t i = 0; i < evidence->count; i++)
		if (!fact[i].absent)
			return true;
	return false;
}

static bool has_asked(const cJSON *findings)
{
	const cJSON *list = json_get(findings, "findings");

	return list && list->child;
}

bool report_has_looked(const struct evidence *evidence, const cJSON *findings)
{
	return has_seen(evidence) && has_asked(findings);
}

cJSON *report_make(const struct evidence *evidence, const cJSON *findings)
{
	cJSON *report = cJSON_CreateObject();

	cJSON_AddStringToObject(report, "schema", "netdoctor.report/1");
	cJSON_AddStringToObject(report, "version", NETDOCTOR_VERSION);
	cJSON_AddStringToObject(report, "verdict", "");
	cJSON_AddItemToObject(report, "host", cJSON_Duplicate(evidence->host, true));
	cJSON_AddItemToObject(report, "run", cJSON_Duplicate(evidence->run, true));
	cJSON_AddItemToObject(report, "cost", cJSON_Duplicate(evidence->cost, true));
	json_copy_member(report, findings, "noise");
	json_add_count(report, "unplaced", evidence->unplaced);
	rank(report, findings);
	json_copy_member(report, findings, "checklist");
	json_copy_member(report, findings, "layers");
	json_copy_member(report, findings, "paths");
	json_copy_member(report, findings, "slowest");
	if (cJSON_GetArraySize(json_get(findings, "correlations")))
		json_copy_member(report, findings, "correlations");
	cJSON_AddItemToObject(report, "probes", cJSON_Duplicate(evidence->probes, true));
	if (evidence->unseen)
		cJSON_AddItemToObject(report, "unseen", cJSON_Duplicate(evidence->unseen, true));
	cJSON_AddItemToObject(report, "evidence", evidence_to_json(evidence));
	if (json_true(evidence->run, "redacted"))
		cJSON_AddTrueToObject(report, "redacted");
	report_add_chinese(report);
	cJSON_ReplaceItemInObjectCaseSensitive(
		report, "verdict",
		cJSON_CreateString(verdict_of(report, report_has_looked(evidence, findings))));
	return report;
}
