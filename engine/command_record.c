// SPDX-License-Identifier: BSD-2-Clause
/*
 * netdoctor record: measure all that the flows may ask, and save it.
 *
 * With --segment one run writes a file for each so long: FILE with the time at which the segment
 * began before its ending. The probes stay attached, and each window begins where the last one
 * ended. --rotate keeps the last files of this run and removes the others of this run only.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "command.h"
#include "evidence.h"
#include "json.h"
#include "measure.h"
#include "memory.h"
#include "observe.h"
#include "show.h"
#include "stop.h"

/* What watching cost may end it before its time. */
static bool says_why_it_ended(const struct options *options, const struct session *session)
{
	struct error why;

	if (session_backed_off(session, &why) == 0)
		return false;
	if (!options->quiet)
		fprintf(stderr, "netdoctor: %s\n", why.text);
	return true;
}

static int record_once(const struct options *options, struct measurement *measurement,
		       struct output *file, struct error *err)
{
	cleanup_evidence struct evidence *evidence = measurement_take(measurement, options, true);
	cleanup_free char *bytes = evidence_save(evidence);

	says_why_it_ended(options, measurement->session);
	return show_save_evidence(options, file, bytes, err) < 0 ? -EXIT_USAGE : 0;
}

/* "dir/evidence.json" of 2026-11-28T12:40:52.100Z: "dir/evidence-20261128T124052.100Z.json". */
static char *name_of_segment(const char *path, const char *started)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	int stem = dot && dot > (slash ? slash + 1 : path) ? (int)(dot - path) : (int)strlen(path);
	char time[40];
	char *name = NULL;
	size_t length = 0;

	for (const char *c = started; *c && length + 1 < sizeof(time); c++)
		if (*c != '-' && *c != ':')
			time[length++] = *c;
	time[length] = '\0';
	if (asprintf(&name, "%.*s-%s%s", stem, path, time, path + stem) < 0)
		name = NULL;
	return must_have(name);
}

struct rotation {
	char **names; /* of this run, oldest first */
	size_t count;
	uint64_t first_ms, last_ms; /* when the first segment began and the last one ended */
};

static void rotate(struct rotation *rotation, size_t keep, char *name)
{
	rotation->names =
		must_realloc(rotation->names, (rotation->count + 1) * sizeof(*rotation->names));
	rotation->names[rotation->count++] = name;
	if (!keep || rotation->count <= keep)
		return;
	unlink(rotation->names[0]);
	free(rotation->names[0]);
	memmove(rotation->names, rotation->names + 1, --rotation->count * sizeof(*rotation->names));
}

static int record_segment(const struct options *options, const struct observation *ask,
			  struct session *session, struct rotation *rotation, struct error *err)
{
	cleanup_evidence struct evidence *evidence = observe_segment(ask, session);
	cleanup_free char *bytes = evidence_save(evidence);
	cleanup_free char *name =
		name_of_segment(options->output, json_text(evidence->run, "started"));
	struct output file = { 0 };

	if (output_open(name, &file, err) < 0 || show_save_evidence(options, &file, bytes, err) < 0)
		return -EXIT_USAGE;
	if (!rotation->last_ms)
		rotation->first_ms = evidence->start_ms;
	rotation->last_ms = evidence->end_ms;
	rotate(rotation, options->rotate, TAKE_PTR(name));
	return 0;
}

static int record_segments(const struct options *options, struct measurement *measurement,
			   struct error *err)
{
	struct observation ask = measurement_ask(measurement, options, true);
	struct rotation rotation = { 0 };
	uint64_t spent = 0;
	int r = 0;

	while (r == 0 && !stop_asked() && !session_window_ended(measurement->session) &&
	       (!options->duration_ms || spent < options->duration_ms)) {
		uint64_t left = options->duration_ms ? options->duration_ms - spent : UINT64_MAX;

		ask.duration_ms = left < options->segment_ms ? left : options->segment_ms;
		r = record_segment(options, &ask, measurement->session, &rotation, err);
		spent = rotation.last_ms - rotation.first_ms;
	}
	/* Who records for a night is told that it did not. */
	if (says_why_it_ended(options, measurement->session) && r == 0)
		r = EXIT_BLIND;
	for (size_t i = 0; i < rotation.count; i++)
		free(rotation.names[i]);
	free(rotation.names);
	return r;
}

int command_record(const struct options *options, struct error *err)
{
	struct measurement measurement = { 0 };
	struct output file = { 0 };
	int r;

	/* Of segments too: a path that cannot be written is found before measuring. */
	if (output_open(options->output, &file, err) < 0)
		return -EXIT_USAGE;
	if (options->segment_ms && !file.name) {
		output_discard(&file);
		error_set(err, "record: --segment writes files, -o %s is none", options->output);
		return -EXIT_USAGE;
	}
	r = measurement_open(options, &measurement, err);
	if (r == 0)
		r = options->segment_ms ? record_segments(options, &measurement, err)
					: record_once(options, &measurement, &file, err);
	measurement_close(&measurement);
	output_discard(&file);
	return r;
}
