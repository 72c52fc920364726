// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor judge FILE: the report from saved evidence, without any privilege. */
#include "cleanup.h"
#include "command.h"
#include "privilege.h"
#include "report_file.h"
#include "rule_files.h"
#include "show.h"

static int judge_file(const struct options *options, const struct rule_files *files,
		      struct show *show, struct error *err)
{
	cleanup_json cJSON *report = NULL;

	if (show_read_baseline(show, files, err) < 0 ||
	    report_from_file(files, options->words[0], true, &report, err) < 0 ||
	    show_report(show, report, err) < 0)
		return -EXIT_USAGE;
	return show_exit_code(options, report);
}

int command_judge(const struct options *options, struct error *err)
{
	struct rule_files files = { 0 };
	struct show show;
	int r = -EXIT_USAGE;

	if (show_open(options, &show, err) < 0)
		return -EXIT_USAGE;
	privilege_keep_for(PRIVILEGE_JUDGE);
	if (rule_files_load(options->rules, &files, err) == 0 &&
	    rule_files_add_thresholds(&files, options->thresholds, err) == 0)
		r = judge_file(options, &files, &show, err);
	rule_files_free(&files);
	show_close(&show);
	return r;
}
