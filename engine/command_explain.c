// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor explain CAUSE: what a cause means, what it needs, what to do. */
#include <stdio.h>
#include <string.h>

#include "chinese.h"
#include "cleanup.h"
#include "command.h"
#include "json.h"
#include "judge_child.h"
#include "privilege.h"
#include "rule_files.h"

static void print_facts(const cJSON *rule, const char *key, const char *title)
{
	const cJSON *fact;

	if (!json_get(rule, key)->child)
		return;
	printf("%s", title);
	cJSON_ArrayForEach (fact, json_get(rule, key))
		printf(" %s", fact->valuestring);
	putchar('\n');
}

static void __attribute__((format(printf, 1, 0))) print_line(const char *format, const char *text)
{
	printf(format, text);
	putchar('\n');
}

static const char *side(const cJSON *both, bool chinese)
{
	return cJSON_GetArrayItem(both, chinese)->valuestring;
}

static void print_edges(const cJSON *edges, const char *id)
{
	const cJSON *edge;

	cJSON_ArrayForEach (edge, edges) {
		if (!strcmp(json_text(edge, "from"), id))
			print_line(say("Explains  %s"), json_text(edge, "to"));
		if (!strcmp(json_text(edge, "to"), id))
			print_line(say("Explained by %s"), json_text(edge, "from"));
	}
}

static void print_rule(const cJSON *catalogue, const cJSON *rule, bool chinese)
{
	const cJSON *item;

	printf("%s: %s\n\n", json_text(rule, "id"),
	       json_text(rule, chinese ? "title_zh" : "title"));
	print_facts(rule, "needs", say("Needs    "));
	print_facts(rule, "uses", say("Uses     "));
	print_facts(rule, "details", say("Details  "));
	printf(say("Severity  as a %s (rules/data/severity.lua)"), json_text(rule, "class"));
	putchar('\n');
	print_edges(json_get(catalogue, "edges"), json_text(rule, "id"));
	printf("\n%s\n", say("What it says, with the numbers of the run in the holes:"));
	cJSON_ArrayForEach (item, json_get(rule, "texts"))
		printf("  %-10s %s\n", item->string, side(item, chinese));
	printf("\n%s\n", say("What to do:"));
	cJSON_ArrayForEach (item, json_get(rule, "advice")) {
		printf("  %s\n", side(json_get(item, "text"), chinese));
		if (json_text(item, "command"))
			printf("    $ %s\n", json_text(item, "command"));
		if (json_text(item, "undo"))
			print_line(say("    undo: %s"), json_text(item, "undo"));
	}
}

int command_explain(const struct options *options, struct error *err)
{
	const char *id = options->word_count ? options->words[0] : "";
	cleanup_json cJSON *catalogue = NULL;
	struct rule_files files = { 0 };
	const cJSON *rule;
	int r;

	privilege_keep_for(PRIVILEGE_JUDGE);
	if (rule_files_load(options->rules, &files, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_catalogue(&files, &catalogue, err);
	rule_files_free(&files);
	if (r < 0)
		return -EXIT_USAGE;
	cJSON_ArrayForEach (rule, json_get(catalogue, "rules"))
		if (!strcmp(json_text(rule, "id"), id)) {
			print_rule(catalogue, rule, options->language == LANGUAGE_ZH);
			return 0;
		}
	error_set(err, "there is no cause '%s'; 'netdoctor list causes' shows them", id);
	return -EXIT_USAGE;
}
