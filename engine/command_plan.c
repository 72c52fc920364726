// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor plan: what a run would do, for how long, and what it cannot do here; attaches nothing.
 */
#include <stdio.h>
#include <string.h>

#include "chinese.h"
#include "cleanup.h"
#include "command.h"
#include "flow.h"
#include "hook_look.h"
#include "json.h"
#include "judge_child.h"
#include "session.h"

/* What --no-patch leaves of a probe; NULL when it is all of it, or the reason. */
static const char *why_left_out(const struct options *options, const struct probe *probe)
{
	for (const struct hook *hook = probe->hooks; hook && hook->program; hook++)
		if (options->no_patch && hook_patches(hook) && !hook->optional)
			return HOOK_NO_PATCH;
	return probe_cannot(probe);
}

static void print_probe(const struct options *options, const struct probe *probe)
{
	static const char *const costs[] = {
		[COST_COUNTERS] = "reads counters",
		[COST_DROPS] = "runs where packets die",
		[COST_PACKETS] = "runs for every packet",
	};
	const char *why = why_left_out(options, probe);

	printf("     %-20s %s\n", probe->name, say(costs[probe->cost]));
	for (const struct hook *hook = probe->hooks; hook && hook->program; hook++)
		if (!options->no_patch || !hook_patches(hook))
			printf("       %s\n", hook_name(hook));
	if (why) {
		cleanup_free char *chinese = says_chinese() ? chinese_of(why) : NULL;

		printf("       ");
		printf(say("CANNOT RUN HERE: %s"), chinese ? chinese : why);
		putchar('\n');
	}
}

static void print_stage(const struct options *options, const struct stage *stage, size_t number,
			const char *duration)
{
	cleanup_free char *condition = stage_condition(stage);

	printf("%2zu   %s: %s\n     ", number, stage->flow,
	       json_text(stage->json, says_chinese() ? "title_zh" : "title"));
	if (*condition)
		printf(say("only once %s is found, until the end"), condition);
	else
		printf(say("from the start, for %s"), duration);
	putchar('\n');
	if (!stage->probe_count)
		printf("     %s\n", say("no probe yet"));
	for (size_t i = 0; i < stage->probe_count; i++)
		print_probe(options, stage->probes[i]);
}

static bool provided(const struct options *options, const cJSON *fact)
{
	const struct probe *probe = probe_of_fact(fact->valuestring, NULL);

	return !strncmp(fact->valuestring, "losses", 6) || (probe && !why_left_out(options, probe));
}

static void print_undecided(const struct options *options, const cJSON *catalogue)
{
	const cJSON *rule, *need;

	cJSON_ArrayForEach (rule, json_get(catalogue, "rules"))
		cJSON_ArrayForEach (need, json_get(rule, "needs"))
			if (!provided(options, need)) {
				printf("     ");
				printf(say("%s would stay undecided: it needs %s"),
				       json_text(rule, "id"), need->valuestring);
				putchar('\n');
				break;
			}
}

static int print_plan(const struct options *options, const cJSON *catalogue, struct error *err)
{
	cleanup_json cJSON *names = NULL;
	struct walk walk;
	char duration[32];

	if (walk_begin(catalogue, (const char *const *)options->words, options->word_count, &walk,
		       &names, err) < 0)
		return -EXIT_USAGE;
	snprintf(duration, sizeof(duration), "%.1f s", (double)options->duration_ms / 1000);
	for (size_t i = 0; i < walk.count; i++)
		print_stage(options, &walk.stages[i], i + 1, duration);
	putchar('\n');
	printf(say("At most %s of watching; everything is taken off at the end, whatever kind of "
		   "end."),
	       duration);
	printf("\n%s\n", options->no_patch
				 ? say("No kernel text is patched.")
				 : say("Attaching patches kernel text once per function hook."));
	print_undecided(options, catalogue);
	return 0;
}

int command_plan(const struct options *options, struct error *err)
{
	cleanup_json cJSON *catalogue = NULL;
	struct rule_files files = { 0 };
	int r;

	if (rule_files_load(options->rules, &files, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_catalogue(&files, &catalogue, err);
	rule_files_free(&files);
	return r < 0 ? -EXIT_USAGE : print_plan(options, catalogue, err);
}
