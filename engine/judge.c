// SPDX-License-Identifier: BSD-2-Clause
#include "judge.h"

#include <string.h>

#include "chinese.h"
#include "checklist.h"
#include "cleanup.h"
#include "correlations.h"
#include "finding.h"
#include "json.h"
#include "ledger.h"
#include "library_report.h"
#include "lua_facts.h"
#include "lua_json.h"
#include "memory.h"

struct judging {
	const struct rulebook *book;
	const struct evidence *evidence;
	cJSON *findings;
	bool scoped;
};

static bool asked(const cJSON *flow, const char *rule)
{
	const cJSON *stage, *glob;

	cJSON_ArrayForEach (stage, json_get(flow, "stages"))
		cJSON_ArrayForEach (glob, json_get(stage, "ask"))
			if (glob_matches(glob->valuestring, rule))
				return true;
	return false;
}

static bool chosen(const struct judging *judging, const char *rule)
{
	const cJSON *name, *flow;

	cJSON_ArrayForEach (name, json_get(judging->evidence->run, "flows"))
		cJSON_ArrayForEach (flow, json_get(judging->book->catalogue, "flows"))
			if (cJSON_IsString(name) &&
			    !strcmp(name->valuestring, json_text(flow, "name")) &&
			    asked(flow, rule))
				return true;
	return false;
}

/* What a rule lacks, and whether that is only because nobody asked for it. */
struct lack {
	const char *fact;
	const struct fact *absent; /* NULL when the evidence does not speak of it */
	bool all_not_needed;
};

static struct lack find_lack(const struct evidence *evidence, const cJSON *needs)
{
	struct lack lack = { .all_not_needed = true };
	const cJSON *need;

	cJSON_ArrayForEach (need, needs) {
		const struct fact *fact = evidence_find(evidence, need->valuestring);
		bool not_needed = fact && fact->absent == ABSENT_NOT_NEEDED;

		if (fact && !fact->absent)
			continue;
		lack.all_not_needed &= not_needed;
		if (!lack.fact || !not_needed) {
			lack.fact = need->valuestring;
			lack.absent = fact;
		}
	}
	return lack;
}

static cJSON *new_finding(struct judging *judging, const cJSON *rule, const char *outcome)
{
	cJSON *finding = cJSON_CreateObject();

	json_copy_member(finding, rule, "id");
	cJSON_AddStringToObject(finding, "outcome", outcome);
	cJSON_AddItemToArray(judging->findings, finding);
	return finding;
}

static void judge_without(struct judging *judging, const cJSON *rule, const struct lack *lack)
{
	cJSON *finding =
		new_finding(judging, rule, lack->all_not_needed ? "ruled_out" : "undecided");
	const char *because = lack->absent && lack->absent->because
				      ? lack->absent->because
				      : "this evidence does not speak of it";
	cleanup_free char *chinese = chinese_of(because);
	char text[ERROR_TEXT_MAX];

	snprintf(text, sizeof(text), "%s was not measured: %s", lack->fact, because);
	cJSON_AddStringToObject(finding, "because", text);
	snprintf(text, sizeof(text), "未测量 %s：%s", lack->fact, chinese ? chinese : because);
	cJSON_AddStringToObject(finding, "because_zh", text);
	if (!lack->all_not_needed && json_true(rule, "essential"))
		cJSON_AddTrueToObject(finding, "essential");
}

static void add_broken(struct judging *judging, const cJSON *rule, const struct error *err)
{
	cJSON *finding = new_finding(judging, rule, "broken");

	cJSON_AddStringToObject(finding, "error", err->text);
	if (json_true(rule, "built_in"))
		cJSON_AddTrueToObject(finding, "built_in");
}

static cJSON *declared_facts(const cJSON *rule)
{
	static const char *const lists[] = { "needs", "uses", "details" };
	cJSON *declared = cJSON_CreateArray();
	const cJSON *name;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		cJSON_ArrayForEach (name, json_get(rule, lists[i]))
			cJSON_AddItemToArray(declared, cJSON_CreateString(name->valuestring));
	return declared;
}

/* Calls judge(facts) and gives what it returned as a list of outcomes. */
static int ask_rule(const struct judging *judging, const cJSON *rule, const cJSON *declared,
		    cJSON **ret_outcomes, struct error *err)
{
	lua_State *lua = lua_box_state(judging->book->box);
	struct fact_view view = { .evidence = judging->evidence,
				  .rule = json_text(rule, "id"),
				  .declared = declared,
				  .scoped = judging->scoped };
	struct lua_budget budget = fact_view_budget(&view);
	cJSON *result = NULL;
	int r;

	rulebook_push_rule(judging->book, view.rule);
	lua_getfield(lua, -1, "judge");
	lua_remove(lua, -2); // judge
	lua_facts_push(lua, &view);
	if (lua_box_call(judging->book->box, &budget, 1, 1, err) < 0)
		return -1;
	r = lua_to_json(lua, -1, &result, err);
	lua_pop(lua, 1);
	if (r < 0)
		return error_prefix(err, "what it returns");
	if (!cJSON_IsArray(result)) {
		*ret_outcomes = cJSON_CreateArray();
		cJSON_AddItemToArray(*ret_outcomes, result);
	} else {
		*ret_outcomes = result;
	}
	return 0;
}

static bool is_undecided(const cJSON *outcome)
{
	return !strcmp(json_text(outcome, "outcome"), "undecided");
}

static int judge_with(struct judging *judging, const cJSON *rule, struct error *err)
{
	cleanup_json cJSON *declared = declared_facts(rule);
	cleanup_json cJSON *outcomes = NULL;
	cleanup_json cJSON *made = cJSON_CreateArray();
	const cJSON *outcome;
	cJSON *finding;

	if (ask_rule(judging, rule, declared, &outcomes, err) < 0)
		return -1;
	if (!outcomes->child)
		return error_set(err, "it returns no outcome");
	cJSON_ArrayForEach (outcome, outcomes) {
		finding = NULL;
		if (finding_complete(rule, outcome, judging->evidence, &finding, err) < 0)
			return -1;
		if (is_undecided(outcome) && json_true(rule, "essential"))
			cJSON_AddTrueToObject(finding, "essential");
		cJSON_AddItemToArray(made, finding);
	}
	while ((finding = cJSON_DetachItemFromArray(made, 0)))
		cJSON_AddItemToArray(judging->findings, finding);
	return 0;
}

/* An empty part of the ledger rules nothing out when nobody could have seen such losses. */
static void find_blind(const struct judging *judging, const cJSON *rule, struct lack *lack)
{
	const struct fact *unseen;
	const cJSON *need;

	cJSON_ArrayForEach (need, json_get(rule, "needs")) {
		if (strcmp(need->valuestring, "losses") != 0)
			continue;
		unseen =
			ledger_blind(judging->evidence, judging->book->data, json_text(rule, "id"));
		if (unseen)
			*lack = (struct lack){ unseen->name, unseen,
					       unseen->absent == ABSENT_NOT_NEEDED };
	}
}

static void judge_rule(struct judging *judging, const cJSON *rule)
{
	struct lack lack = find_lack(judging->evidence, json_get(rule, "needs"));
	struct error err;

	if (!lack.fact)
		find_blind(judging, rule, &lack);
	if (lack.fact)
		judge_without(judging, rule, &lack);
	else if (judge_with(judging, rule, &err) < 0)
		add_broken(judging, rule, &err);
}

/* A question is narrowed to named traffic when the user gave addresses or ports. */
static bool names_traffic(const cJSON *scope)
{
	return json_get(scope, "src_ip") || json_get(scope, "dst_ip") ||
	       json_get(scope, "src_port") || json_get(scope, "dst_port");
}

cJSON *judge(const struct rulebook *book, struct evidence *evidence)
{
	struct judging judging = { .book = book,
				   .evidence = evidence,
				   .findings = cJSON_CreateArray(),
				   .scoped = names_traffic(json_get(evidence->run, "scope")) };
	cJSON *result = cJSON_CreateObject(), *noise = NULL;
	const cJSON *rule;

	ledger_write(evidence, book->data, json_get(book->catalogue, "rules"), &noise);
	cJSON_ArrayForEach (rule, json_get(book->catalogue, "rules"))
		if (chosen(&judging, json_text(rule, "id")))
			judge_rule(&judging, rule);
	cJSON_AddItemToObject(result, "checklist",
			      checklist_fill(json_get(book->data, "checklist"), judging.findings));
	cJSON_AddItemToObject(result, "correlations",
			      correlations_find(evidence, json_get(book->data, "correlations"),
						judging.findings));
	cJSON_AddItemToObject(result, "findings", judging.findings);
	cJSON_AddItemToObject(result, "noise", noise);
	json_add_count(result, "lost",
		       cell_as_count(table_cell(evidence_find(evidence, "losses.total")->table, 0,
						"packets")));
	library_report(book, evidence, judging.scoped, result);
	json_copy_member(result, book->catalogue, "edges");
	json_copy_member(result, book->catalogue, "broken");
	return result;
}
