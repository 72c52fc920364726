// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "cleanup.h"
#include "edges.h"
#include "json.h"
#include "rank.h"

/* Findings in short: id, outcome, severity, device, lost; edges as given. */
static cJSON *findings_new(const char *edges)
{
	cJSON *json = cJSON_CreateObject();

	cJSON_AddArrayToObject(json, "findings");
	cJSON_AddItemToObject(json, "edges", cJSON_Parse(edges));
	cJSON_AddNumberToObject(json, "lost", 1000);
	return json;
}

static void add(cJSON *findings, const char *id, const char *outcome, const char *severity,
		const char *device, double lost)
{
	cJSON *finding = cJSON_CreateObject(), *where;

	cJSON_AddStringToObject(finding, "id", id);
	cJSON_AddStringToObject(finding, "outcome", outcome);
	cJSON_AddStringToObject(finding, "because", id);
	if (severity) {
		cJSON_AddStringToObject(finding, "severity", severity);
		cJSON_AddNumberToObject(finding, "confidence", 0.9);
		where = cJSON_AddObjectToObject(finding, "where");
		cJSON_AddStringToObject(where, "device", device);
		if (lost > 0)
			cJSON_AddNumberToObject(finding, "lost", lost);
	}
	if (!strcmp(id, "drop.core") && !strcmp(outcome, "undecided"))
		cJSON_AddTrueToObject(finding, "essential");
	if (!strcmp(id, "drop.core") && !strcmp(outcome, "broken"))
		cJSON_AddTrueToObject(finding, "built_in");
	cJSON_AddItemToArray(json_get(findings, "findings"), finding);
}

/* "id score, id score" of a list of the report. */
static const char *listed(const cJSON *findings, const char *key)
{
	static char text[500];
	cleanup_json cJSON *report = cJSON_CreateObject();
	const cJSON *line, *symptom;

	text[0] = 0;
	rank(report, findings);
	cJSON_ArrayForEach (line, json_get(report, key)) {
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s %d",
			 *text ? ", " : "", json_text(line, "id"),
			 (int)json_count(line, "score", 0));
		cJSON_ArrayForEach (symptom, json_get(line, "symptoms"))
			snprintf(text + strlen(text), sizeof(text) - strlen(text), " (%s)",
				 json_text(symptom, "id"));
	}
	return text;
}

static void ordered_by_severity_then_score(void **state)
{
	cleanup_json cJSON *findings = findings_new("[]");

	(void)state;
	add(findings, "drop.a", "confirmed", "attention", "x", 700);
	add(findings, "drop.b", "confirmed", "abnormal", "x", 100);
	add(findings, "drop.c", "confirmed", "abnormal", "x", 200);
	add(findings, "host.d", "confirmed", "attention", "x", 0);
	add(findings, "drop.e", "suspected", "abnormal", "x", 200);
	assert_string_equal(listed(findings, "causes"),
			    "drop.c 18, drop.b 9, drop.a 63, host.d 18");
	assert_string_equal(listed(findings, "suspected"), "drop.e 18");
}

static void root_causes_first(void **state)
{
	cleanup_json cJSON *findings =
		findings_new("[{\"from\":\"virt.a\",\"to\":\"drop.b\",\"join\":[\"device\"]},"
			     "{\"from\":\"drop.b\",\"to\":\"drop.c\",\"join\":[\"device\"]}]");

	(void)state;
	add(findings, "drop.c", "confirmed", "attention", "x", 10);
	add(findings, "drop.b", "confirmed", "abnormal", "x", 500);
	add(findings, "virt.a", "confirmed", "attention", "x", 0);
	add(findings, "drop.b", "confirmed", "abnormal", "other", 400);
	assert_string_equal(listed(findings, "causes"), "virt.a 45 (drop.c) (drop.b), drop.b 36");
}

static void a_part_does_not_explain_the_whole(void **state)
{
	cleanup_json cJSON *findings =
		findings_new("[{\"from\":\"drop.a\",\"to\":\"drop.b\",\"join\":[\"device\"]}]");

	(void)state;
	add(findings, "drop.a", "confirmed", "abnormal", "x", 79);
	add(findings, "drop.b", "confirmed", "abnormal", "x", 100);
	assert_string_equal(listed(findings, "causes"), "drop.b 9, drop.a 7");
}

static const char *verdict(const cJSON *findings, bool looked)
{
	cleanup_json cJSON *report = cJSON_CreateObject();

	rank(report, findings);
	return verdict_of(report, looked);
}

static void verdicts(void **state)
{
	cleanup_json cJSON *findings = findings_new("[]");

	(void)state;
	add(findings, "drop.core", "ruled_out", NULL, NULL, 0);
	assert_string_equal(verdict(findings, true), "healthy");
	assert_string_equal(verdict(findings, false), "undetermined");
	add(findings, "drop.other", "undecided", NULL, NULL, 0);
	assert_string_equal(verdict(findings, true), "healthy");
	add(findings, "drop.core", "undecided", NULL, NULL, 0);
	assert_string_equal(verdict(findings, true), "undetermined");
	add(findings, "drop.e", "suspected", "abnormal", "x", 1);
	assert_string_equal(verdict(findings, true), "attention");
	add(findings, "drop.f", "confirmed", "attention", "x", 1);
	assert_string_equal(verdict(findings, true), "attention");
	add(findings, "drop.g", "confirmed", "abnormal", "x", 1);
	assert_string_equal(verdict(findings, false), "abnormal");
}

static void a_built_in_rule_that_broke(void **state)
{
	cleanup_json cJSON *findings = findings_new("[]");

	(void)state;
	add(findings, "site.own", "broken", NULL, NULL, 0);
	assert_string_equal(verdict(findings, true), "healthy");
	add(findings, "drop.core", "broken", NULL, NULL, 0);
	assert_string_equal(verdict(findings, true), "undetermined");
}

static void circles_are_refused(void **state)
{
	cleanup_json cJSON *edges = cJSON_Parse("[{\"from\":\"a\",\"to\":\"b\",\"join\":[]},"
						"{\"from\":\"b\",\"to\":\"c\",\"join\":[]},"
						"{\"from\":\"c\",\"to\":\"a\",\"join\":[]}]");
	struct error err = { "" };

	(void)state;
	assert_int_equal(edges_check(edges, &err), -1);
	assert_string_equal(err.text, "edges make a circle: a -> b -> c -> a");
	assert_int_equal(edges_check(NULL, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ordered_by_severity_then_score),
		cmocka_unit_test(root_causes_first),
		cmocka_unit_test(a_part_does_not_explain_the_whole),
		cmocka_unit_test(verdicts),
		cmocka_unit_test(a_built_in_rule_that_broke),
		cmocka_unit_test(circles_are_refused),
	};

	return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
