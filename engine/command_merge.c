// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor merge FILE...: host and guest, or many hosts, into one report; without any privilege.
 */
#include "cleanup.h"
#include "command.h"
#include "input.h"
#include "judge_child.h"
#include "memory.h"
#include "privilege.h"
#include "rule_files.h"
#include "show.h"

static int read_inputs(const struct options *options, struct merge_input *inputs, struct error *err)
{
	size_t total = 0;

	for (size_t i = 0; i < options->word_count; i++) {
		char *bytes = NULL;

		inputs[i].path = options->words[i];
		if (input_read(inputs[i].path, &bytes, &inputs[i].length, err) < 0)
			return -1;
		inputs[i].bytes = bytes;
		total += inputs[i].length;
		if (total > MERGE_MAX_BYTES)
			return error_set(err,
					 "%s: with it the files are larger than %zu MiB in all",
					 inputs[i].path, MERGE_MAX_BYTES >> 20);
	}
	return 0;
}

static int merge_files(const struct options *options, struct merge_input *inputs, struct show *show,
		       struct error *err)
{
	cleanup_json cJSON *report = NULL;
	struct rule_files files = { 0 };
	int r;

	if (read_inputs(options, inputs, err) < 0 ||
	    rule_files_load(options->rules, &files, err) < 0 ||
	    rule_files_add_thresholds(&files, options->thresholds, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_merge(&files, inputs, options->word_count, &report, err);
	rule_files_free(&files);
	if (r < 0 || show_report(show, report, err) < 0)
		return -EXIT_USAGE;
	return show_exit_code(options, report);
}

int command_merge(const struct options *options, struct error *err)
{
	struct merge_input *inputs = must_calloc(options->word_count, sizeof(*inputs));
	struct show show;
	int r = -EXIT_USAGE;

	if (show_open(options, &show, err) == 0) {
		privilege_keep_for(PRIVILEGE_JUDGE);
		r = merge_files(options, inputs, &show, err);
		show_close(&show);
	}
	for (size_t i = 0; i < options->word_count; i++)
		free((char *)inputs[i].bytes);
	free(inputs);
	return r;
}
