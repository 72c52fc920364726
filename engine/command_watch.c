// SPDX-License-Identifier: BSD-2-Clause
/*
 * netdoctor watch --when CONDITION: waits until it holds, then reports the seconds around it.
 *
 * Ends with the report's exit code; 0 when --duration passed or it was asked to stop, and nothing
 * happened: it looked all the time.
 */
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "command.h"
#include "condition.h"
#include "evidence.h"
#include "judge_child.h"
#include "measure.h"
#include "observe.h"
#include "output.h"
#include "redact.h"
#include "show.h"

#define AROUND_MS 10000

static int report_it(const struct options *options, struct measurement *measurement,
		     const struct evidence *evidence, struct show *show, struct error *err)
{
	cleanup_free char *bytes = evidence_save(evidence);
	cleanup_json cJSON *report = NULL;

	if (judge_child_report(&measurement->files, bytes, strlen(bytes), true, &report, err) < 0)
		return -EXIT_BLIND;
	if (show_report(show, report, err) < 0)
		return -EXIT_USAGE;
	return show_exit_code(options, report);
}

static int wait_and_report(const struct options *options, struct measurement *measurement,
			   struct show *show, struct error *err)
{
	cleanup_evidence struct evidence *evidence = NULL;
	struct condition condition = { 0 };
	struct observation ask = measurement_ask(measurement, options, false);
	int r = -EXIT_USAGE;

	ask.before_ms = options->before_ms ? options->before_ms : AROUND_MS;
	ask.after_ms = options->after_ms ? options->after_ms : AROUND_MS;
	if (!options->quiet)
		ask.progress->out = stderr;
	if (condition_parse(options->when, measurement->catalogue, &condition, err) == 0)
		r = observe_until(&ask, &condition, measurement->session, &evidence, err) < 0
			    ? -EXIT_BLIND
			    : EXIT_HEALTHY;
	condition_clear(&condition);
	if (r == EXIT_HEALTHY && evidence)
		return report_it(options, measurement, evidence, show, err);
	if (r == EXIT_HEALTHY && !options->quiet)
		fprintf(stderr, "netdoctor: it did not happen\n");
	return r;
}

int command_watch(const struct options *options, struct error *err)
{
	struct measurement measurement = { 0 };
	struct show show = { 0 };
	int r;

	r = show_open(options, &show, err) < 0 ? -EXIT_USAGE : 0;
	if (r == 0)
		r = measurement_open(options, &measurement, err);
	if (r == 0)
		r = wait_and_report(options, &measurement, &show, err);
	measurement_close(&measurement);
	show_close(&show);
	return r;
}
