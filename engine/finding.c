// SPDX-License-Identifier: BSD-2-Clause
#include "finding.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "judge.h"
#include "memory.h"
#include "netns.h"
#include "template.h"

/* The closed lists of the report. */
static const char *const where_keys[] = {
	"host",   "netns", "device", "queue",  "cpu",      "numa",   "pid",
	"thread", "vm",    "bridge", "port",   "protocol", "family", "tuple",
	"table",  "chain", "rule",   "reason", "location",
};
static const char *const units[] = { "packets", "bytes", "us",    "ms",     "share",
				     "per_s",   "count", "slots", "entries" };

static bool listed(const char *const *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], name))
			return true;
	return false;
}

/* The keys in the report's order; empty texts are left out. */
static int complete_where(const cJSON *given, cJSON *finding, struct error *err)
{
	cJSON *where = cJSON_AddObjectToObject(finding, "where");
	const cJSON *item;

	cJSON_ArrayForEach (item, given)
		if (!listed(where_keys, ARRAY_SIZE(where_keys), item->string))
			return error_set(err, "where has no key '%s'", item->string);
	for (size_t i = 0; i < ARRAY_SIZE(where_keys); i++) {
		item = json_get(given, where_keys[i]);
		if (item && !(cJSON_IsString(item) && !item->valuestring[0]))
			json_copy_member(where, given, where_keys[i]);
	}
	return 0;
}

/* All that the templates may name: the rule's values, where, and the loss in numbers. */
static cJSON *template_values(const cJSON *outcome, const cJSON *where)
{
	cJSON *values = cJSON_CreateObject();
	const cJSON *item;
	double lost = json_real(outcome, "lost", NAN), carried = json_real(outcome, "carried", NAN);

	cJSON_ArrayForEach (item, json_get(outcome, "values"))
		json_copy_member(values, json_get(outcome, "values"), item->string);
	cJSON_ArrayForEach (item, where)
		if (!json_get(values, item->string))
			json_copy_member(values, where, item->string);
	if (isnan(lost))
		return values;
	json_copy_member(values, outcome, "lost");
	if (isnan(carried)) /* nobody counted it, and there is no share */
		return values;
	json_copy_member(values, outcome, "carried");
	cJSON_AddNumberToObject(values, "total", lost + carried);
	cJSON_AddNumberToObject(values, "share", lost + carried > 0 ? lost / (lost + carried) : 0);
	return values;
}

static int add_filled(cJSON *to, const char *key, const cJSON *text, const cJSON *values,
		      struct error *err)
{
	const char *const keys[] = { key, NULL };
	char zh[32];

	snprintf(zh, sizeof(zh), "%s_zh", key);
	for (int i = 0; i < 2; i++) {
		cleanup_free char *filled = NULL;
		const char *template = cJSON_GetStringValue(cJSON_GetArrayItem(text, i));

		if (!template)
			return error_set(err, "a text has no %s", i ? "Chinese" : "English");
		if (template_fill(template, values, i ? TEMPLATE_CHINESE : TEMPLATE_ENGLISH,
				  &filled, err) < 0)
			return -1;
		cJSON_AddStringToObject(to, i ? zh : keys[0], filled);
	}
	return 0;
}

static int complete_evidence(const cJSON *given, const cJSON *values, cJSON *finding,
			     struct error *err)
{
	cJSON *list = cJSON_AddArrayToObject(finding, "evidence");
	const cJSON *item;

	cJSON_ArrayForEach (item, given) {
		const char *fact = json_text(item, "fact"), *unit = json_text(item, "unit");
		cJSON *line = cJSON_CreateObject();

		cJSON_AddItemToArray(list, line);
		if (!fact || !json_get(item, "value"))
			return error_set(err, "an evidence is not { fact, value, unit }");
		if (unit && !listed(units, ARRAY_SIZE(units), unit))
			return error_set(err, "'%s' is no unit", unit);
		json_copy_member(line, item, "fact");
		json_copy_member(line, item, "value");
		json_copy_member(line, item, "unit");
		if (json_get(item, "label") &&
		    add_filled(line, "label", json_get(item, "label"), values, err) < 0)
			return -1;
	}
	return 0;
}

/* A command about another namespace has to run in it; NULL when it has no name to be entered by. */
static char *in_namespace(const char *command, const cJSON *where)
{
	const char *netns = json_text(where, "netns");
	cleanup_free char *quoted = NULL;
	char *text = NULL;
	int r;

	if (!netns || !strcmp(netns, NETNS_SELF))
		return must_strdup(command);
	if (netns_is_unnamed(netns))
		return NULL;
	if (!strncmp(netns, "pid ", 4)) {
		r = asprintf(&text, "nsenter -t %d -n %s", atoi(netns + 4), command);
	} else {
		quoted = shell_quote(netns);
		r = asprintf(&text, "ip netns exec %s %s", quoted, command);
	}
	return must_have(r < 0 ? NULL : text);
}

static int add_command(cJSON *line, const char *key, const cJSON *advice, const cJSON *values,
		       const cJSON *where, struct error *err)
{
	const char *template = json_text(advice, key);
	cleanup_free char *filled = NULL;
	cleanup_free char *command = NULL;

	if (!template)
		return 0;
	if (template_fill(template, values, TEMPLATE_COMMAND, &filled, err) < 0)
		return -1;
	command = json_true(advice, "anywhere") ? must_strdup(filled) : in_namespace(filled, where);
	json_add_text(line, key, command);
	return 0;
}

static int add_advice(const cJSON *advice, const cJSON *values, const cJSON *where, cJSON *list,
		      struct error *err)
{
	cJSON *line = cJSON_CreateObject();

	cJSON_AddItemToArray(list, line);
	if (add_filled(line, "text", json_get(advice, "text"), values, err) < 0 ||
	    add_command(line, "command", advice, values, where, err) < 0 ||
	    add_command(line, "undo", advice, values, where, err) < 0)
		return -1;
	json_copy_member(line, advice, "risk");
	return 0;
}

static const cJSON *advice_named(const cJSON *all, const cJSON *name)
{
	const cJSON *advice;

	cJSON_ArrayForEach (advice, all)
		if (cJSON_IsString(name) && json_text(advice, "name") &&
		    !strcmp(name->valuestring, json_text(advice, "name")))
			return advice;
	return NULL;
}

/* What the outcome names, in its order; all when it names none. */
static int complete_advice(const cJSON *rule, const cJSON *outcome, const cJSON *values,
			   cJSON *finding, struct error *err)
{
	cJSON *list = cJSON_AddArrayToObject(finding, "advice");
	const cJSON *all = json_get(rule, "advice"), *names = json_get(outcome, "advice");
	const cJSON *chosen = names ? names : all, *where = json_get(finding, "where"), *item;

	cJSON_ArrayForEach (item, chosen) {
		const cJSON *advice = names ? advice_named(all, item) : item;

		if (advice && add_advice(advice, values, where, list, err) < 0)
			return -1;
	}
	return 0;
}

/* 1 minus the share of events that the probe of a fact lost. */
static double kept_share(const struct evidence *evidence, const char *probe)
{
	const cJSON *line;

	cJSON_ArrayForEach (line, evidence->probes)
		if (json_text(line, "name") && !strcmp(json_text(line, "name"), probe)) {
			double events = json_real(line, "events", 0);
			double lost = json_real(line, "lost", 0);

			return events > 0 && lost > 0 ? fmax(0, 1 - lost / events) : 1;
		}
	return 1;
}

static double complete_confidence(const cJSON *rule, const cJSON *outcome,
				  const struct evidence *evidence)
{
	static const char *const lists[] = { "needs", "uses" };
	double confidence = fmin(1, fmax(0, json_real(outcome, "confidence", 0))), kept = 1;
	const cJSON *name;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		cJSON_ArrayForEach (name, json_get(rule, lists[i])) {
			const struct fact *fact = evidence_find(evidence, name->valuestring);

			if (!fact || (fact->absent && fact->absent != ABSENT_NOT_NEEDED))
				confidence = fmin(confidence, CONFIDENCE_WITHOUT_USES);
			else if (!fact->absent)
				kept = fmin(kept, kept_share(evidence, fact->probe));
		}
	confidence = round(100 * confidence * kept) / 100;
	if (!strcmp(json_text(outcome, "outcome"), "suspected"))
		confidence = fmin(confidence, CONFIDENCE_CONFIRMED - 0.01);
	return confidence;
}

static int complete_found(const cJSON *rule, const cJSON *outcome, const struct evidence *evidence,
			  const cJSON *values, cJSON *finding, struct error *err)
{
	const char *severity = json_text(outcome, "severity");

	if (!severity || (strcmp(severity, "attention") && strcmp(severity, "abnormal")))
		return error_set(err, "a finding's severity is attention or abnormal");
	if (!json_get(outcome, "evidence") || !json_get(outcome, "evidence")->child)
		return error_set(err, "a finding has no evidence");
	cJSON_AddStringToObject(finding, "severity", severity);
	cJSON_AddNumberToObject(finding, "confidence",
				complete_confidence(rule, outcome, evidence));
	json_copy_member(finding, outcome, "lost");
	json_copy_member(finding, outcome, "carried");
	json_copy_member(finding, outcome, "excess");
	if (complete_evidence(json_get(outcome, "evidence"), values, finding, err) < 0)
		return -1;
	return complete_advice(rule, outcome, values, finding, err);
}

int finding_complete(const cJSON *rule, const cJSON *outcome, const struct evidence *evidence,
		     cJSON **ret_finding, struct error *err)
{
	const char *state = json_text(outcome, "outcome"), *text = json_text(outcome, "text");
	cleanup_json cJSON *finding = cJSON_CreateObject(), *values = NULL;
	bool found;

	if (!state)
		return error_set(err, "it returns something that is no outcome");
	found = !strcmp(state, "confirmed") || !strcmp(state, "suspected");
	json_copy_member(finding, rule, "id");
	cJSON_AddStringToObject(finding, "outcome", state);
	json_copy_member(finding, rule, "class");
	json_copy_member(finding, rule, "title");
	json_copy_member(finding, rule, "title_zh");
	if (complete_where(json_get(outcome, "where"), finding, err) < 0)
		return -1;
	values = template_values(outcome, json_get(finding, "where"));
	if (!text)
		text = !strcmp(state, "suspected") &&
				       !json_get(json_get(rule, "texts"), "suspected")
			       ? "confirmed"
			       : state;
	if (!json_get(json_get(rule, "texts"), text))
		return error_set(err, "the rule has no text '%s'", text);
	if (add_filled(finding, "because", json_get(json_get(rule, "texts"), text), values, err) <
	    0)
		return error_prefix(err, "text '%s'", text);
	if (found && complete_found(rule, outcome, evidence, values, finding, err) < 0)
		return -1;
	*ret_finding = TAKE_PTR(finding);
	return 0;
}
