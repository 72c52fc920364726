// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor list probes|facts|rules|causes|flows */
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "command.h"
#include "json.h"
#include "judge_child.h"
#include "probe.h"
#include "rule_files.h"
#include "view.h"

static void list_probes(const cJSON *catalogue)
{
	static const char *const costs[] = {
		[COST_COUNTERS] = "counters",
		[COST_DROPS] = "dropped packets",
		[COST_PACKETS] = "every packet",
	};

	(void)catalogue;
	printf("%-20s %s\n", "VIEW", "WHAT 'netdoctor probe VIEW' SHOWS");
	for (size_t i = 0; i < all_views_count; i++)
		printf("%-20s %s\n", all_views[i]->name, all_views[i]->summary);
	printf("\n%-20s %-16s %s\n", "PROBE", "RUNS FOR", "WHAT IT SEES");
	for (size_t i = 0; i < all_probes_count; i++)
		printf("%-20s %-16s %s\n", all_probes[i]->name, costs[all_probes[i]->cost],
		       all_probes[i]->summary);
}

static void list_facts(const cJSON *catalogue)
{
	(void)catalogue;
	for (size_t i = 0; i < all_probes_count; i++)
		for (const struct fact_spec *fact = all_probes[i]->facts; fact->name; fact++) {
			printf("%-22s %s (probe %s)\n", fact->name, fact->summary,
			       all_probes[i]->name);
			for (const struct column_spec *column = fact->columns; column->name;
			     column++)
				printf("    %-18s %s%s%s\n", column->name,
				       column->role == COLUMN_KEY ? "key" : "",
				       column->role == COLUMN_KEY && column->unit ? ", " : "",
				       column->unit ? column->unit : "");
		}
}

static void list_rules(const cJSON *catalogue)
{
	const cJSON *rule, *need;

	cJSON_ArrayForEach (rule, json_get(catalogue, "rules")) {
		printf("%-24s %s\n%-24s needs", json_text(rule, "id"), json_text(rule, "title"),
		       "");
		cJSON_ArrayForEach (need, json_get(rule, "needs"))
			printf(" %s", need->valuestring);
		putchar('\n');
	}
	cJSON_ArrayForEach (rule, json_get(catalogue, "broken"))
		printf("%-24s BROKEN: %s\n", json_text(rule, "id"), json_text(rule, "error"));
}

static void list_causes(const cJSON *catalogue)
{
	const cJSON *rule;

	cJSON_ArrayForEach (rule, json_get(catalogue, "rules"))
		printf("%-24s %s\n", json_text(rule, "id"), json_text(rule, "title"));
}

static void list_flows(const cJSON *catalogue)
{
	const cJSON *flow, *stage;

	cJSON_ArrayForEach (flow, json_get(catalogue, "flows")) {
		printf("%-10s %s\n", json_text(flow, "name"), json_text(flow, "title"));
		cJSON_ArrayForEach (stage, json_get(flow, "stages"))
			printf("    %-12s %s%s\n", json_text(stage, "name"),
			       json_text(stage, "title"),
			       json_get(stage, "when") ? " (only when a rule asks for it)" : "");
	}
}

static const struct {
	const char *what;
	void (*print)(const cJSON *catalogue);
} lists[] = {
	{ "probes", list_probes }, { "facts", list_facts }, { "rules", list_rules },
	{ "causes", list_causes }, { "flows", list_flows },
};

int command_list(const struct options *options, struct error *err)
{
	const char *what = options->word_count ? options->words[0] : "";
	cleanup_json cJSON *catalogue = NULL;
	struct rule_files files = { 0 };
	int r;

	if (rule_files_load(options->rules, &files, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_catalogue(&files, &catalogue, err);
	rule_files_free(&files);
	if (r < 0)
		return -EXIT_USAGE;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
		if (!strcmp(lists[i].what, what)) {
			lists[i].print(catalogue);
			return 0;
		}
	error_set(err, "list takes one of probes, facts, rules, causes, flows%s%s",
		  *what ? ", not " : "", what);
	return -EXIT_USAGE;
}
