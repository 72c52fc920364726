// SPDX-License-Identifier: BSD-2-Clause
#include "flow.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "json.h"
#include "memory.h"
#include "rulebook.h"
#include "text_stream.h"

static int refuse_unknown(const cJSON *flows, const char *name, struct error *err)
{
	const cJSON *flow;
	char known[200] = "";

	cJSON_ArrayForEach (flow, flows)
		snprintf(known + strlen(known), sizeof(known) - strlen(known), "%s%s",
			 *known ? ", " : "", json_text(flow, "name"));
	return error_set(err, "there is no flow '%s' with rules; there is: %s", name, known);
}

static const cJSON *find_flow(const cJSON *flows, const char *name)
{
	const cJSON *flow;

	cJSON_ArrayForEach (flow, flows)
		if (!strcmp(json_text(flow, "name"), name))
			return flow;
	return NULL;
}

static bool wanted(const char *name, const char *const *flows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(flows[i], name))
			return true;
	return count == 0;
}

static void add_stages(struct walk *walk, const cJSON *flow)
{
	const cJSON *stage;

	cJSON_ArrayForEach (stage, json_get(flow, "stages"))
		if (walk->count < FLOW_MAX_STAGES)
			walk->stages[walk->count++] =
				(struct stage){ .flow = json_text(flow, "name"), .json = stage };
}

static bool matches_any(const cJSON *globs, const char *rule)
{
	const cJSON *glob;

	cJSON_ArrayForEach (glob, globs)
		if (glob_matches(glob->valuestring, rule))
			return true;
	return false;
}

/* Providers of the named facts are marked in `asked`, one flag per probe of all_probes. */
static void mark_providers(const cJSON *facts, bool *asked)
{
	const cJSON *fact;

	cJSON_ArrayForEach (fact, facts) {
		const struct probe *probe = probe_of_fact(fact->valuestring, NULL);

		for (size_t i = 0; probe && i < all_probes_count; i++)
			asked[i] |= all_probes[i] == probe;
	}
}

static size_t take_marked(const bool *asked, const struct probe **ret_probes, size_t room)
{
	size_t count = 0;

	for (size_t i = 0; i < all_probes_count && count < room; i++)
		if (asked[i])
			ret_probes[count++] = all_probes[i];
	return count;
}

static void find_probes(const struct walk *walk, struct stage *stage)
{
	cleanup_free bool *asked = must_calloc(all_probes_count, sizeof(*asked));
	const cJSON *rule;

	cJSON_ArrayForEach (rule, json_get(walk->catalogue, "rules")) {
		const char *id = json_text(rule, "id");

		if (matches_any(json_get(stage->json, "ask"), id)) {
			mark_providers(json_get(rule, "needs"), asked);
			mark_providers(json_get(rule, "uses"), asked);
		}
		if (matches_any(json_get(stage->json, "detail"), id))
			mark_providers(json_get(rule, "details"), asked);
	}
	stage->probe_count = take_marked(asked, stage->probes, FLOW_MAX_PROBES);
}

int walk_begin(const cJSON *catalogue, const char *const *flows, size_t count,
	       struct walk *ret_walk, cJSON **ret_names, struct error *err)
{
	const cJSON *all = json_get(catalogue, "flows"), *flow;
	struct walk walk = { .catalogue = catalogue };
	cleanup_json cJSON *names = cJSON_CreateArray();

	for (size_t i = 0; i < count; i++)
		if (!find_flow(all, flows[i]))
			return refuse_unknown(all, flows[i], err);
	cJSON_ArrayForEach (flow, all) {
		if (!wanted(json_text(flow, "name"), flows, count))
			continue;
		add_stages(&walk, flow);
		cJSON_AddItemToArray(names, cJSON_CreateString(json_text(flow, "name")));
	}
	if (!walk.count)
		return error_set(err, "there is no flow with a stage");
	for (size_t i = 0; i < walk.count; i++)
		find_probes(&walk, &walk.stages[i]);
	*ret_walk = walk;
	*ret_names = TAKE_PTR(names);
	return 0;
}

static bool was_found(const cJSON *findings, const char *rule)
{
	const cJSON *finding;

	cJSON_ArrayForEach (finding, json_get(findings, "findings")) {
		const char *outcome = json_text(finding, "outcome");

		if (glob_matches(rule, json_text(finding, "id")) &&
		    (!strcmp(outcome, "confirmed") || !strcmp(outcome, "suspected")))
			return true;
	}
	return false;
}

static bool holds(const cJSON *when, const cJSON *findings)
{
	const char *op = json_text(when, "op");
	const cJSON *part;
	bool all = op && !strcmp(op, "all");

	if (op && !strcmp(op, "found"))
		return was_found(findings, json_text(when, "rule"));
	cJSON_ArrayForEach (part, json_get(when, "list"))
		if (holds(part, findings) != all)
			return !all;
	return all;
}

bool stage_open(const struct stage *stage, const cJSON *findings)
{
	const cJSON *when = json_get(stage->json, "when");

	return !when || (findings && holds(when, findings));
}

static void print_condition(FILE *out, const cJSON *when)
{
	const char *op = json_text(when, "op"), *separator = "";
	const cJSON *part;

	if (op && !strcmp(op, "found")) {
		fputs(json_text(when, "rule"), out);
		return;
	}
	cJSON_ArrayForEach (part, json_get(when, "list")) {
		fputs(separator, out);
		print_condition(out, part);
		separator = op && !strcmp(op, "all") ? " and " : " or ";
	}
}

char *stage_condition(const struct stage *stage)
{
	char *text = NULL;
	size_t size;
	FILE *out = text_stream(&text, &size);

	print_condition(out, json_get(stage->json, "when"));
	fclose(out);
	return text;
}

static bool names_rule(const cJSON *when, const char *rule)
{
	const char *name = json_text(when, "rule");
	const cJSON *part;

	if (name && glob_matches(name, rule))
		return true;
	cJSON_ArrayForEach (part, json_get(when, "list"))
		if (names_rule(part, rule))
			return true;
	return false;
}

bool walk_waits_for(const struct walk *walk, const char *rule)
{
	for (size_t i = 0; i < walk->count; i++)
		if (!walk->stages[i].started &&
		    names_rule(json_get(walk->stages[i].json, "when"), rule))
			return true;
	return false;
}

size_t walk_look_probes(const struct walk *walk, const struct probe **ret_probes, size_t room)
{
	cleanup_free bool *asked = must_calloc(all_probes_count, sizeof(*asked));
	const cJSON *rule;

	cJSON_ArrayForEach (rule, json_get(walk->catalogue, "rules"))
		if (walk_waits_for(walk, json_text(rule, "id"))) {
			mark_providers(json_get(rule, "needs"), asked);
			mark_providers(json_get(rule, "uses"), asked);
			mark_providers(json_get(rule, "counted_in"), asked);
		}
	for (size_t i = 0; i < all_probes_count; i++)
		asked[i] &= !all_probes[i]->seldom;
	return take_marked(asked, ret_probes, room);
}
