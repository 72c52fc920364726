// SPDX-License-Identifier: BSD-2-Clause
/* netdoctor [run] [FLOW...]: measure, judge, show. */
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "command.h"
#include "evidence.h"
#include "judge_child.h"
#include "measure.h"
#include "output.h"
#include "show.h"

/* The report comes before the hooks are taken off, which may be slow. */
static int diagnose(const struct options *options, struct measurement *measurement,
		    struct show *show, struct output *evidence_file, struct error *err)
{
	cleanup_evidence struct evidence *evidence = NULL;
	cleanup_free char *bytes = NULL;
	cleanup_json cJSON *report = NULL;
	struct error other, *why = err;
	int r = 0;

	evidence = measurement_take(measurement, options, false);
	bytes = evidence_save(evidence);
	/* The report is shown all the same. */
	if (evidence_file->stream && show_save_evidence(options, evidence_file, bytes, err) < 0) {
		r = -EXIT_USAGE;
		why = &other;
	}
	if (judge_child_report(&measurement->files, bytes, strlen(bytes), true, &report, why) < 0)
		return r < 0 ? r : -EXIT_BLIND;
	if (show_report(show, report, why) < 0 || r < 0)
		return -EXIT_USAGE;
	return show_exit_code(options, report);
}

int command_run(const struct options *options, struct error *err)
{
	struct measurement measurement = { 0 };
	struct output evidence_file = { 0 };
	struct show show = { 0 };
	int r;

	if (options->save_evidence && output_open(options->save_evidence, &evidence_file, err) < 0)
		return -EXIT_USAGE;
	r = show_open(options, &show, err) < 0 ? -EXIT_USAGE : 0;
	if (r == 0)
		r = measurement_open(options, &measurement, err);
	if (r == 0 && show_read_baseline(&show, &measurement.files, err) < 0)
		r = -EXIT_USAGE;
	if (r == 0)
		r = diagnose(options, &measurement, &show, &evidence_file, err);
	measurement_close(&measurement);
	show_close(&show);
	output_discard(&evidence_file);
	return r;
}
