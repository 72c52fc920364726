// SPDX-License-Identifier: BSD-2-Clause
/*
 * Every rule against its data cases, and against what no rule may break on.
 *
 * tests/rules/LAYER/NAME.cases.lua returns a list of cases:
 *   { "name", facts = { FACT = { row, row } }, absent = { FACT }, scope = { src_ip = ... },
 *     expect = { outcome = ..., severity = ..., where = {...}, lost = ..., says = "text",
 *                says_not = "text" } }
 * Facts that the rule declares and the case does not name are there and empty. Rows are tables by
 * column name; columns not named are "" (keys) or 0, and {} is a cell that was not measured.
 *
 * For every rule, with or without cases: it has a case that fires and one that is ruled out; each
 * needed fact taken away makes it undecided; empty, zero and extreme facts never break it. Cases of
 * host.* hold under any scope.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "judge.h"
#include "lua_json.h"
#include "memory.h"
#include "probe.h"
#include "rulebook.h"

static int passed, failed;

static void result(bool good, const char *rule, const char *name, const char *why)
{
	if (good) {
		passed++;
		return;
	}
	failed++;
	printf("FAIL %s: %s: %s\n", rule, name, why);
}

static const struct fact_spec *spec_of(const char *fact)
{
	const struct fact_spec *spec = NULL;

	probe_of_fact(fact, &spec);
	return spec;
}

static void set_cell(struct cell *cell, const struct column_spec *column, const cJSON *value,
		     uint64_t fill)
{
	uint64_t count;

	if (cJSON_IsBool(value))
		cell_bool(cell, cJSON_IsTrue(value));
	else if (cJSON_IsString(value))
		cell_text(cell, value->valuestring);
	else if (json_to_count(value, &count))
		cell_count(cell, count);
	else if (cJSON_IsNumber(value))
		cell_real(cell, value->valuedouble);
	else if (cJSON_IsArray(value) || cJSON_IsObject(value))
		cell_text(cell, NULL);
	else if (column->unit)
		cell_count(cell, fill);
	else
		cell_text(cell, "");
}

static const char *unknown_column(const struct fact_spec *spec, const cJSON *row)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, row) {
		const struct column_spec *column = spec->columns;

		while (column->name && strcmp(column->name, item->string))
			column++;
		if (!column->name)
			return item->string;
	}
	return NULL;
}

static int add_fact(struct evidence *evidence, const char *name, const cJSON *rows,
		    struct error *err)
{
	const struct fact_spec *spec = spec_of(name);
	struct fact *fact;
	const cJSON *row;

	if (!strncmp(name, "losses", 6))
		return 0;
	if (!spec)
		return error_set(err, "no probe provides the fact %s", name);
	fact = evidence_add(evidence, "case", spec);
	cJSON_ArrayForEach (row, rows) {
		struct cell *cells = table_add(fact->table);

		if (unknown_column(spec, row))
			return error_set(err, "%s has no column %s", name,
					 unknown_column(spec, row));
		for (size_t i = 0; spec->columns[i].name; i++)
			set_cell(&cells[i], &spec->columns[i], json_get(row, spec->columns[i].name),
				 0);
	}
	table_sort(fact->table);
	return 0;
}

static struct evidence *empty_evidence(const cJSON *scope)
{
	struct evidence *evidence = evidence_new();
	cJSON *flows;

	evidence->host = cJSON_CreateObject();
	evidence->cost = cJSON_CreateObject();
	evidence->probes = cJSON_CreateArray();
	evidence->run = cJSON_CreateObject();
	flows = cJSON_AddArrayToObject(evidence->run, "flows");
	cJSON_AddItemToArray(flows, cJSON_CreateString("drops"));
	cJSON_AddItemToArray(flows, cJSON_CreateString("latency"));
	cJSON_AddItemToArray(flows, cJSON_CreateString("virt"));
	if (scope)
		cJSON_AddItemToObject(evidence->run, "scope", cJSON_Duplicate(scope, true));
	return evidence;
}

typedef int (*declared_fn)(struct evidence *, const char *, void *, struct error *);

static int each_declared(const cJSON *rule, struct evidence *evidence, declared_fn fn, void *data,
			 struct error *err)
{
	static const char *const lists[] = { "needs", "uses", "details" };
	const cJSON *fact;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		cJSON_ArrayForEach (fact, json_get(rule, lists[i]))
			if (fn(evidence, fact->valuestring, data, err) < 0)
				return -1;
	return 0;
}

static int add_empty(struct evidence *evidence, const char *name, void *data, struct error *err)
{
	(void)data;
	return evidence_find(evidence, name) ? 0 : add_fact(evidence, name, NULL, err);
}

/* Five rows of `fill` in every column with a unit. */
static int add_filled(struct evidence *evidence, const char *name, void *data, struct error *err)
{
	const struct fact_spec *spec = spec_of(name);
	uint64_t fill = *(uint64_t *)data;
	struct fact *fact;

	if (!spec)
		return add_empty(evidence, name, NULL, err);
	fact = evidence_add(evidence, "case", spec);
	for (int row = 0; row < 5; row++) {
		struct cell *cells = table_add(fact->table);

		for (size_t i = 0; spec->columns[i].name; i++)
			set_cell(&cells[i], &spec->columns[i], NULL, fill);
	}
	return 0;
}

/* The first finding of `rule` in what the judge says; copied, to be deleted. */
static cJSON *judge_one(const struct rulebook *book, struct evidence *evidence, const char *rule)
{
	cleanup_free char *bytes = evidence_save(evidence);
	cleanup_evidence struct evidence *loaded = NULL;
	cleanup_json cJSON *findings = NULL;
	const cJSON *finding;
	struct error err;

	if (evidence_load(bytes, strlen(bytes), &loaded, &err) < 0) {
		printf("FAIL %s: %s\n", rule, err.text);
		failed++;
		return NULL;
	}
	findings = judge(book, loaded);
	cJSON_ArrayForEach (finding, json_get(findings, "findings"))
		if (!strcmp(json_text(finding, "id"), rule))
			return cJSON_Duplicate(finding, true);
	return NULL;
}

/* The command that is advised first, or "". */
static const char *first_command(const cJSON *finding)
{
	const cJSON *advice;

	cJSON_ArrayForEach (advice, json_get(finding, "advice"))
		if (json_text(advice, "command"))
			return json_text(advice, "command");
	return "";
}

static int check_expectation(const cJSON *finding, const cJSON *expect, struct error *err)
{
	const char *outcome = json_text(finding, "outcome"), *want = json_text(expect, "outcome");
	const char *silent = json_text(expect, "says_not");
	const char *says = json_text(expect, "says"), *because = json_text(finding, "because");
	const char *advises = json_text(expect, "advises");
	const cJSON *item, *got;

	if (!want || strcmp(outcome, want))
		return error_set(err, "outcome %s (%s), expected %s", outcome,
				 because ? because : json_text(finding, "error"), want);
	cJSON_ArrayForEach (item, expect) {
		if (!strcmp(item->string, "where") || !strcmp(item->string, "says") ||
		    !strcmp(item->string, "says_not") || !strcmp(item->string, "advises") ||
		    !strcmp(item->string, "outcome"))
			continue;
		got = json_get(finding, item->string);
		if (!got || !cJSON_Compare(got, item, true)) {
			cleanup_free char *text = cJSON_Print(got);

			return error_set(err, "%s is %s", item->string, text ? text : "absent");
		}
	}
	cJSON_ArrayForEach (item, json_get(expect, "where")) {
		got = json_get(json_get(finding, "where"), item->string);
		if (!got || !cJSON_Compare(got, item, true)) {
			cleanup_free char *text =
				cJSON_PrintUnformatted(json_get(finding, "where"));

			return error_set(err, "where is %s", text);
		}
	}
	if (silent && *silent && strstr(because, silent))
		return error_set(err, "it says: %s", because);
	if (says && !strstr(because, says))
		return error_set(err, "it says: %s", because);
	if (advises && strcmp(first_command(finding), advises))
		return error_set(err, "it advises: %s", first_command(finding));
	return 0;
}

static void run_case(const struct rulebook *book, const cJSON *rule, const cJSON *given)
{
	const char *id = json_text(rule, "id"), *name = json_text(given, "name");
	cleanup_evidence struct evidence *evidence = empty_evidence(json_get(given, "scope"));
	cleanup_json cJSON *finding = NULL;
	const cJSON *fact;
	struct error err = { "" };

	cJSON_ArrayForEach (fact, json_get(given, "absent"))
		evidence_absent(evidence, "case", fact->valuestring, ABSENT_UNAVAILABLE,
				"taken away by the case");
	cJSON_ArrayForEach (fact, json_get(given, "facts"))
		if (add_fact(evidence, fact->string, fact, &err) < 0) {
			result(false, id, name, err.text);
			return;
		}
	if (each_declared(rule, evidence, add_empty, NULL, &err) < 0) {
		result(false, id, name, err.text);
		return;
	}
	finding = judge_one(book, evidence, id);
	if (!finding)
		error_set(&err, "the rule was not judged: no flow asks it");
	result(finding && check_expectation(finding, json_get(given, "expect"), &err) == 0, id,
	       name, err.text);
}

static void check_outcomes(const char *id, const cJSON *cases)
{
	bool fires = false, rests = false;
	const cJSON *given;

	cJSON_ArrayForEach (given, cases) {
		const char *outcome = json_text(json_get(given, "expect"), "outcome");

		fires |=
			outcome && (!strcmp(outcome, "confirmed") || !strcmp(outcome, "suspected"));
		rests |= outcome && !strcmp(outcome, "ruled_out");
	}
	result(fires && rests, id, "cases", "needs one case that fires and one that is ruled out");
}

static void without_each_need(const struct rulebook *book, const cJSON *rule)
{
	const cJSON *need;

	cJSON_ArrayForEach (need, json_get(rule, "needs")) {
		cleanup_evidence struct evidence *evidence = empty_evidence(NULL);
		cleanup_json cJSON *finding = NULL;
		struct error err;

		if (!strncmp(need->valuestring, "losses", 6))
			continue;
		evidence_absent(evidence, "case", need->valuestring, ABSENT_FAILED, "taken away");
		each_declared(rule, evidence, add_empty, NULL, &err);
		finding = judge_one(book, evidence, json_text(rule, "id"));
		result(finding && !strcmp(json_text(finding, "outcome"), "undecided"),
		       json_text(rule, "id"), need->valuestring, "not undecided without it");
	}
}

static void never_broken(const struct rulebook *book, const cJSON *rule, const char *name,
			 declared_fn fn, uint64_t fill)
{
	cleanup_evidence struct evidence *evidence = empty_evidence(NULL);
	cleanup_json cJSON *finding = NULL;
	cleanup_free char *text = NULL;
	struct error err = { "" };

	each_declared(rule, evidence, fn, &fill, &err);
	finding = judge_one(book, evidence, json_text(rule, "id"));
	text = cJSON_PrintUnformatted(finding);
	result(finding && strcmp(json_text(finding, "outcome"), "broken") && !strstr(text, "nan") &&
		       !strstr(text, "inf,"),
	       json_text(rule, "id"), name, text ? text : err.text);
}

static cJSON *load_cases(const struct rulebook *book, const char *id, struct error *err)
{
	char path[300];
	cleanup_file FILE *file = NULL;
	cleanup_free char *text = NULL;
	size_t room = 0;
	ssize_t size;
	cJSON *cases = NULL, *given;
	char *dot;

	snprintf(path, sizeof(path), "tests/rules/%s", id);
	for (dot = strchr(path, '.'); dot; dot = strchr(dot, '.'))
		*dot = '/';
	strcat(path, ".cases.lua");
	file = fopen(path, "r");
	size = file ? getdelim(&text, &room, 0, file) : -1;
	if (size < 0) {
		error_set(err, "%s cannot be read", path);
		return NULL;
	}
	lua_box_push_environment(book->box);
	if (lua_box_run(book->box, path, text, (size_t)size, err) < 0)
		return NULL;
	/* A case's name is its first, unnamed field: give it a name before it becomes an object. */
	lua_State *lua = lua_box_state(book->box);

	for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(lua, -1); i++) {
		lua_rawgeti(lua, -1, i);
		lua_rawgeti(lua, -1, 1);
		lua_setfield(lua, -2, "name");
		lua_pushnil(lua);
		lua_rawseti(lua, -2, 1);
		lua_pop(lua, 1);
	}
	if (lua_to_json(lua, -1, &cases, err) < 0)
		return NULL;
	lua_pop(lua, 1);
	cJSON_ArrayForEach (given, cases)
		if (!json_text(given, "name") || !json_get(given, "expect")) {
			error_set(err, "%s: a case is not { \"name\", facts, expect }", path);
			cJSON_Delete(cases);
			return NULL;
		}
	return cases;
}

/* What is wrong with the host is told whatever traffic was asked about. */
static void run_scoped(const struct rulebook *book, const cJSON *rule, const cJSON *given)
{
	static const char *const scopes[] = { "{\"src_ip\":\"192.0.2.7\",\"dst_port\":\"9\"}",
					      "{\"device\":\"other0\",\"netns\":\"other\"}" };

	for (size_t i = 0; i < ARRAY_SIZE(scopes); i++) {
		cleanup_json cJSON *scoped = cJSON_Duplicate(given, true);

		cJSON_DeleteItemFromObject(scoped, "scope");
		cJSON_AddItemToObject(scoped, "scope", cJSON_Parse(scopes[i]));
		run_case(book, rule, scoped);
	}
}

static void test_rule(const struct rulebook *book, const cJSON *rule)
{
	const char *id = json_text(rule, "id");
	struct error err = { "" };
	cleanup_json cJSON *cases = load_cases(book, id, &err);
	const cJSON *given;

	result(cases != NULL, id, "cases", err.text);
	cJSON_ArrayForEach (given, cases)
		run_case(book, rule, given);
	if (!strncmp(id, "host.", 5))
		cJSON_ArrayForEach (given, cases)
			run_scoped(book, rule, given);
	check_outcomes(id, cases);
	without_each_need(book, rule);
	never_broken(book, rule, "empty", add_empty, 0);
	never_broken(book, rule, "zeros", add_filled, 0);
	never_broken(book, rule, "ones", add_filled, 1);
	never_broken(book, rule, "thousands", add_filled, 12345);
	never_broken(book, rule, "huge", add_filled, UINT64_MAX / 8);
}

int main(void)
{
	struct rule_files files;
	struct rulebook book;
	struct error err;
	const cJSON *rule, *line;

	if (rule_files_load(NULL, &files, &err) < 0 || rulebook_open(&files, &book, &err) < 0) {
		printf("FAIL %s\n", err.text);
		return 1;
	}
	cJSON_ArrayForEach (line, json_get(book.catalogue, "broken"))
		result(false, json_text(line, "id"), "loading", json_text(line, "error"));
	cJSON_ArrayForEach (rule, json_get(book.catalogue, "rules"))
		test_rule(&book, rule);
	rulebook_close(&book);
	rule_files_free(&files);
	printf("rules: %d passed, %d failed\n", passed, failed);
	return failed || !passed;
}
