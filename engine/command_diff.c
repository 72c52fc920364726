// SPDX-License-Identifier: BSD-2-Clause
/*
 * netdoctor diff OLD NEW: what is new, worse, better, gone between two reports or evidences.
 *
 * Both are judged by the rules at hand, so that only what was measured differs. The files that
 * options ask for hold the new report with what changed in it (`change`, `baseline`).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "changes.h"
#include "cleanup.h"
#include "command.h"
#include "compare.h"
#include "compare_redacted.h"
#include "json.h"
#include "privilege.h"
#include "report_file.h"
#include "show.h"

static void print(const struct options *options, const cJSON *report, FILE *out)
{
	struct render_style style = {
		.columns = 80,
		.chinese = options->language == LANGUAGE_ZH,
		.colour = !options->no_color && !getenv("NO_COLOR") && isatty(fileno(out)),
	};

	changes_render(report, options->words[0], options->words[1], &style, out);
}

static int exit_code(const cJSON *report)
{
	struct comparison count = compare_count(report);

	if (count.new || count.worse)
		return EXIT_FINDINGS;
	if (count.unknown || count.blind || !strcmp(json_text(report, "verdict"), "undetermined"))
		return EXIT_BLIND;
	return EXIT_HEALTHY;
}

static int compare_files(const struct options *options, const struct rule_files *files,
			 struct show *show, struct error *err)
{
	cleanup_json cJSON *old = NULL;
	cleanup_json cJSON *report = NULL;

	int r;

	if (report_from_file(files, options->words[0], false, &old, err) < 0 ||
	    report_from_file(files, options->words[1], true, &report, err) < 0)
		return -EXIT_USAGE;
	compare_redacted(report, old, options->redact);
	r = show_files(show, report, err);
	if (!options->quiet)
		print(options, report, show_text_stream(show));
	return r < 0 ? -EXIT_USAGE : exit_code(report);
}

int command_diff(const struct options *options, struct error *err)
{
	struct rule_files files = { 0 };
	struct show show;
	int r = -EXIT_USAGE;

	if (show_open(options, &show, err) < 0)
		return -EXIT_USAGE;
	privilege_keep_for(PRIVILEGE_JUDGE);
	if (rule_files_load(options->rules, &files, err) == 0 &&
	    rule_files_add_thresholds(&files, options->thresholds, err) == 0)
		r = compare_files(options, &files, &show, err);
	rule_files_free(&files);
	show_close(&show);
	return r;
}
