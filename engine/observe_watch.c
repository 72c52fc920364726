// SPDX-License-Identifier: BSD-2-Clause
/*
 * Waits for a condition and keeps the seconds around it.
 *
 * Until it holds only the probes that it needs are read, once per interval; all are read once in
 * `before_ms`, so that the window can begin anew: when the condition holds, the window has begun
 * between once and twice that long ago, and it ends `after_ms` later.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "header.h"
#include "json.h"
#include "judge_child.h"
#include "memory.h"
#include "observe_inside.h"
#include "stop.h"

struct watcher {
	const struct observation *ask;
	struct condition *condition;
	struct session *session;
	const struct probe *needed[SESSION_MAX_PROBES], *all[SESSION_MAX_PROBES];
	size_t needed_count, all_count;
	struct rule_files look_files; /* entries of its own, texts of ask->files */
	uint64_t start_ms;
	bool seen; /* a look could tell whether it holds */
};

/* The window says itself when it began: nothing was attached in between. */
static struct evidence *gather(const struct watcher *watcher, enum session_moment moment)
{
	struct session *session = watcher->session;
	cleanup_free char *started =
		header_started_before(session_now_ms(session) - watcher->start_ms);
	struct evidence *evidence =
		observe_gather(watcher->ask, session, moment, watcher->start_ms, started);

	cJSON_ReplaceItemInObject(evidence->run, "attach_ms", cJSON_CreateNumber(0));
	return evidence;
}

static struct evidence *look(struct watcher *watcher, const struct probe *const *probes,
			     size_t count)
{
	session_look_at(watcher->session, probes, count);
	return gather(watcher, SESSION_LOOK);
}

static bool is_cause(const char *rule, const void *cause)
{
	return !strcmp(rule, cause);
}

static cJSON *judge(const struct watcher *watcher, const struct rule_files *files,
		    const struct evidence *evidence)
{
	cleanup_free char *bytes = evidence_save(evidence);
	cJSON *findings = NULL;
	struct error err;

	if (judge_child_findings(files, bytes, strlen(bytes), &findings, &err) < 0) {
		if (watcher->ask->progress->out)
			fprintf(watcher->ask->progress->out, "netdoctor: %s\n", err.text);
		return NULL;
	}
	return findings;
}

static bool holds(struct watcher *watcher, const struct evidence *evidence)
{
	struct condition *condition = watcher->condition;
	cleanup_json cJSON *findings = NULL;
	double number;

	if (condition->cause) {
		findings = judge(watcher, &watcher->look_files, evidence);
		watcher->seen |= findings && condition_judged(condition, findings);
		return findings && condition_confirmed(condition, findings);
	}
	watcher->seen |= condition_measured(condition, evidence);
	return condition_number(condition, evidence, &number) && condition_holds(condition, number);
}

/* Everything is read, and the window begins where that was done the last time. */
static bool move_window(struct watcher *watcher)
{
	cleanup_evidence struct evidence *evidence =
		look(watcher, watcher->all, watcher->all_count);
	bool held = holds(watcher, evidence);
	uint64_t start_ms;

	if (held)
		return true;
	start_ms = session_rebase(watcher->session, false);
	condition_rebase(watcher->condition, start_ms);
	if (start_ms)
		watcher->start_ms = start_ms;
	return false;
}

static bool wait_for_it(struct watcher *watcher, uint64_t end_ms)
{
	const struct observation *ask = watcher->ask;
	struct session *session = watcher->session;
	uint64_t next_move = session_now_ms(session) + ask->before_ms;
	bool held = false;

	while (!held) {
		uint64_t now = session_now_ms(session);

		observe_wait(session,
			     now + ask->interval_ms < end_ms ? now + ask->interval_ms : end_ms);
		now = session_now_ms(session);
		if (stop_asked() || session_window_ended(session) || now >= end_ms)
			return false;
		session_pulse_with_look(session);
		if (now >= next_move) {
			held = move_window(watcher);
			next_move = now + ask->before_ms;
		} else {
			cleanup_evidence struct evidence *evidence =
				look(watcher, watcher->needed, watcher->needed_count);

			held = holds(watcher, evidence);
		}
	}
	return true;
}

/* The stages that wait for what is found now join for the rest of the window. */
static void see_it_out(struct watcher *watcher)
{
	const struct observation *ask = watcher->ask;
	uint64_t end_ms = session_now_ms(watcher->session) + ask->after_ms;
	cleanup_evidence struct evidence *evidence =
		look(watcher, watcher->all, watcher->all_count);
	cleanup_json cJSON *findings = judge(watcher, ask->files, evidence);

	if (findings)
		observe_start_stages(ask, watcher->session, findings);
	while (!stop_asked() && !session_window_ended(watcher->session) &&
	       session_now_ms(watcher->session) < end_ms) {
		uint64_t next = session_now_ms(watcher->session) + ask->interval_ms;

		observe_wait(watcher->session, next < end_ms ? next : end_ms);
		session_pulse(watcher->session);
	}
}

static bool is_needed(const struct watcher *watcher, const struct probe *probe)
{
	for (size_t i = 0; i < watcher->needed_count; i++)
		if (watcher->needed[i] == probe)
			return true;
	return false;
}

/* `all` without those that are dear to read and that nobody waits for. */
static void list_probes(struct watcher *watcher)
{
	watcher->needed_count = condition_probes(watcher->condition, watcher->ask->walk->catalogue,
						 watcher->needed, SESSION_MAX_PROBES);
	session_start(watcher->session, watcher->needed, watcher->needed_count);
	for (size_t i = 0; i < all_probes_count; i++)
		if (session_run_of(watcher->session, all_probes[i]) &&
		    (!all_probes[i]->seldom || is_needed(watcher, all_probes[i])) &&
		    watcher->all_count < SESSION_MAX_PROBES)
			watcher->all[watcher->all_count++] = all_probes[i];
}

static const char *name_of(const struct condition *condition)
{
	return condition->cause ? condition->cause : condition->fact;
}

/* What is waited for must be seen: a probe that cannot run would wait for ever. */
static int check_probes(const struct watcher *watcher, struct error *err)
{
	const struct probe *probes[SESSION_MAX_PROBES];
	size_t count = condition_must_have(watcher->condition, watcher->ask->walk->catalogue,
					   probes, SESSION_MAX_PROBES);

	for (size_t i = 0; i < count; i++) {
		const struct probe_run *run = session_run_of(watcher->session, probes[i]);

		if (run && run->state == PROBE_UNAVAILABLE)
			return error_set(err, "--when: %s cannot be watched here: %s",
					 name_of(watcher->condition), run->why);
	}
	return 0;
}

/* Nothing happened is said only by who looked all the time. */
static int check_looks(const struct watcher *watcher, struct error *err)
{
	struct error why;

	if (session_backed_off(watcher->session, &why) < 0)
		return error_set(err, "it watched no longer: %s", why.text);
	if (!watcher->seen)
		return error_set(err, "--when: no look could tell whether %s holds",
				 name_of(watcher->condition));
	return 0;
}

static struct evidence *report_it(struct watcher *watcher)
{
	const struct observation *ask = watcher->ask;

	if (ask->progress->out)
		fprintf(ask->progress->out, "netdoctor: it happened; %llu ms more\n",
			(unsigned long long)ask->after_ms);
	see_it_out(watcher);
	session_end_window(watcher->session);
	return gather(watcher, SESSION_END);
}

int observe_until(const struct observation *ask, struct condition *condition,
		  struct session *session, struct evidence **ret_evidence, struct error *err)
{
	struct watcher watcher = { .ask = ask, .condition = condition, .session = session };
	uint64_t end_ms;
	int r = 0;

	stop_watch();
	session_keep(session);
	observe_start_stages(ask, session, NULL);
	list_probes(&watcher);
	if (check_probes(&watcher, err) < 0)
		return -1;
	if (condition->cause)
		watcher.look_files = rule_files_some(ask->files, is_cause, condition->cause);
	watcher.start_ms = session_now_ms(session);
	end_ms = ask->duration_ms ? watcher.start_ms + ask->duration_ms : UINT64_MAX;
	session_pulse(session);
	if (ask->progress->out)
		fprintf(ask->progress->out, "netdoctor: waiting\n");
	*ret_evidence = NULL;
	if (wait_for_it(&watcher, end_ms))
		*ret_evidence = report_it(&watcher);
	else
		r = check_looks(&watcher, err);
	free(watcher.look_files.entries);
	return r;
}
