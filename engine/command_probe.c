// SPDX-License-Identifier: BSD-2-Clause
/*
 * netdoctor probe NAME: what a few probes see, a table per interval and one for the whole.
 *
 * Nothing is judged here. Ends after --duration, or when asked to; then the total is shown.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "chinese.h"
#include "cleanup.h"
#include "command.h"
#include "header.h"
#include "measure.h"
#include "memory.h"
#include "output.h"
#include "redact.h"
#include "renderer.h"
#include "screen.h"
#include "stop.h"
#include "text_stream.h"
#include "view.h"
#include "view_print.h"

#define MAX_PROBES 16

struct watching {
	const struct options *options;
	struct view view;
	struct view_panel panels[VIEW_MAX_PANELS];
	const struct probe *probes[MAX_PROBES];
	size_t count;
	struct measurement measurement;
	struct output file;
	struct redactor *redactor; /* or NULL */
	FILE *out;
	bool json;
};

static int find_view(struct watching *watching, struct error *err)
{
	const char *name = watching->options->words[0];
	const struct view *view = view_find(name);
	const struct probe *probe = probe_find(name);

	if (view)
		watching->view = *view;
	else if (probe)
		view_of_probe(probe, watching->panels, &watching->view);
	else
		return error_set(
			err, "there is no probe \"%s\"; 'netdoctor list probes' shows them", name);
	watching->count = view_probes(&watching->view, watching->probes, MAX_PROBES);
	return 0;
}

static int open_output(struct watching *watching, struct error *err)
{
	const char *path = NULL;

	for (size_t i = 0; i < all_renderers_count && i < OPTIONS_MAX_OUTPUTS; i++)
		if (watching->options->outputs[i])
			path = watching->options->outputs[i];
	watching->json = path;
	watching->out = stdout;
	if (!path)
		return 0;
	if (output_open(path, &watching->file, err) < 0)
		return -1;
	watching->out = watching->file.stream;
	return 0;
}

/* A probe that cannot run shows nothing, which must not look like zeros. */
static int start(struct watching *watching, struct error *err)
{
	struct session *session = watching->measurement.session;
	size_t running = 0;

	if (watching->view.in_full || watching->options->verbose)
		session_ask_in_full(session);
	session_start(session, watching->probes, watching->count);
	for (size_t i = 0; i < watching->count; i++) {
		const struct probe_run *run = session_run_of(session, watching->probes[i]);

		running += run->state != PROBE_UNAVAILABLE;
		if (run->why && !watching->options->quiet)
			fprintf(stderr, "netdoctor: %s: %s\n", run->probe->name, run->why);
		if (run->state == PROBE_UNAVAILABLE)
			error_set(err, "%s cannot run here: %s", watching->view.name, run->why);
	}
	return running ? 0 : -1;
}

static struct evidence *take(const struct watching *watching)
{
	struct evidence *evidence = evidence_new();

	session_collect(watching->measurement.session, SESSION_END, evidence);
	if (watching->redactor)
		redact_facts(watching->redactor, evidence);
	return evidence;
}

static void show(const struct watching *watching, const struct evidence *before,
		 const struct evidence *now, uint64_t span_ms)
{
	cleanup_free char *time = header_time(), *picture = NULL;
	size_t size;
	FILE *out = text_stream(&picture, &size);
	struct view_printing how = {
		.view = &watching->view,
		.out = out,
		.columns = screen_columns(watching->out),
		.json = watching->json,
		.top = watching->options->top,
		.time = time,
		.span_ms = span_ms,
		.total = !before,
	};

	if (!watching->json)
		fprintf(out, "%s  %s, %s %.1f s\n\n", time, watching->view.name,
			before ? say("the last") : say("in all"), (double)span_ms / 1000);
	for (const struct view_panel *panel = watching->view.panels; panel->name; panel++) {
		const struct fact *fact = evidence_find(now, panel->fact);
		const struct fact *old = before ? evidence_find(before, panel->fact) : NULL;
		cleanup_table struct table *rows = NULL;

		if (!fact || !fact->table || (panel->verbose && !watching->options->verbose) ||
		    (panel->events && !before))
			continue;
		rows = view_rows(panel, old ? old->table : NULL, fact->table);
		view_print(&how, panel, fact, rows);
	}
	fclose(out);
	if (before && !watching->json)
		screen_show(watching->out, picture);
	else
		fputs(picture, watching->out);
	fflush(watching->out);
}

/* Why it ended early, or goes on with less. */
static void say_backed_off(const struct watching *watching)
{
	for (size_t i = 0; i < watching->count; i++) {
		const struct probe_run *run =
			session_run_of(watching->measurement.session, watching->probes[i]);

		if (run->state == PROBE_PARTIAL && run->why && strstr(run->why, "--max-overhead"))
			fprintf(stderr, "netdoctor: %s: %s\n", run->probe->name, run->why);
	}
}

static void watch(struct watching *watching)
{
	struct session *session = watching->measurement.session;
	uint64_t start_ms = session_now_ms(session), last_ms = start_ms;
	uint64_t end_ms = start_ms + watching->options->duration_ms;
	struct evidence *before = take(watching), *now;

	while (!stop_asked() && last_ms < end_ms && !ferror(watching->out) &&
	       !session_window_ended(session)) {
		uint64_t next_ms = last_ms + watching->options->interval_ms;

		observe_wait(session, next_ms < end_ms ? next_ms : end_ms);
		if (session_now_ms(session) >= end_ms || stop_asked())
			session_end_window(session);
		now = take(watching);
		show(watching, before, now, session_now_ms(session) - last_ms);
		last_ms = session_now_ms(session);
		evidence_free(before);
		before = now;
	}
	show(watching, NULL, before, last_ms - start_ms);
	say_backed_off(watching);
	evidence_free(before);
}

static int run(struct watching *watching, struct error *err)
{
	int r = measurement_open_host(watching->options, &watching->measurement, err);

	if (r < 0)
		return r;
	stop_watch();
	if (start(watching, err) < 0)
		return -EXIT_BLIND;
	session_seal(watching->measurement.session);
	watch(watching);
	if (watching->json && output_commit(&watching->file, err) < 0)
		return -EXIT_USAGE;
	return EXIT_HEALTHY;
}

int command_probe(const struct options *options, struct error *err)
{
	struct watching watching = { .options = options,
				     .redactor = options->redact ? redactor_new() : NULL };
	int r = -EXIT_USAGE;

	if (find_view(&watching, err) == 0 && open_output(&watching, err) == 0)
		r = run(&watching, err);
	measurement_close(&watching.measurement);
	output_discard(&watching.file);
	redactor_free(watching.redactor);
	return r;
}
