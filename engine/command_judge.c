// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor judge FILE: the report from saved evidence, without any privilege. */
#include "cleanup.h"
#include "command.h"
#include "input.h"
#include "judge_child.h"
#include "rule_files.h"
#include "show.h"

static int judge_file(const struct options *options, struct show *show, struct error *err)
{
	const char *path = options->words[0];
	cleanup_free char *bytes = NULL;
	cleanup_json cJSON *report = NULL;
	struct rule_files files = { 0 };
	size_t length;
	int r;

	if (input_read(path, &bytes, &length, err) < 0 ||
	    rule_files_load(options->rules, &files, err) < 0)
		return -EXIT_USAGE;
	r = judge_child_report(&files, bytes, length, &report, err);
	rule_files_free(&files);
	if (r < 0) {
		error_prefix(err, "%s", path);
		return -EXIT_USAGE;
	}
	if (show_report(show, report, err) < 0)
		return -EXIT_USAGE;
	return show_exit_code(options, report);
}

int command_judge(const struct options *options, struct error *err)
{
	struct show show;
	int r;

	if (show_open(options, &show, err) < 0)
		return -EXIT_USAGE;
	r = judge_file(options, &show, err);
	show_close(&show);
	return r;
}
