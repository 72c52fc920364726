// SPDX-License-Identifier: BSD-2-Clause
#include "observe_inside.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "chinese.h"
#include "cleanup.h"
#include "header.h"
#include "json.h"
#include "judge_child.h"
#include "memory.h"
#include "stop.h"

#define FIRST_LOOK_MS 1000
#define SERIES_REST 10 /* a step that is dear makes the next one wait for so many times as long */

/* Stages share probes: of those of this one, what neither runs nor is in the list yet. */
static size_t add_new(const struct probe **probes, size_t count, const struct stage *stage,
		      const struct session *session)
{
	for (size_t i = 0; i < stage->probe_count; i++) {
		const struct probe *probe = stage->probes[i];
		size_t at = 0;

		while (at < count && probes[at] != probe)
			at++;
		if (at == count && !session_run_of(session, probe))
			probes[count++] = probe;
	}
	return count;
}

/* All stages whose condition holds, at once: each start costs a load and a reading. */
size_t observe_start_stages(const struct observation *ask, struct session *session,
			    const cJSON *findings)
{
	const struct probe *probes[FLOW_MAX_STAGES * FLOW_MAX_PROBES];
	size_t waiting = 0, count = 0;
	const char *title;

	for (size_t i = 0; i < ask->walk->count; i++) {
		struct stage *stage = &ask->walk->stages[i];

		if (stage->started)
			continue;
		if (!ask->all_stages && !stage_open(stage, findings)) {
			waiting++;
			continue;
		}
		count = add_new(probes, count, stage, session);
		stage->started = true;
		title = json_text(stage->json, says_chinese() ? "title_zh" : "title");
		if (findings)
			progress_joins(ask->progress, title);
		else if (!ask->progress->stage)
			ask->progress->stage = title;
	}
	if (count) {
		progress_starts(ask->progress, count);
		session_start(session, probes, count);
		if (findings)
			progress_joined(ask->progress);
	}
	if (!waiting)
		session_seal(session);
	return waiting;
}

/* Why nobody measured a fact: the stages that would have asked for it waited for something. */
static char *why_not_needed(const struct observation *ask, const struct probe *provider)
{
	char *text = NULL;

	for (size_t i = 0; i < ask->walk->count; i++) {
		const struct stage *stage = &ask->walk->stages[i];

		for (size_t p = 0; p < stage->probe_count && !stage->started; p++)
			if (stage->probes[p] == provider) {
				cleanup_free char *condition = stage_condition(stage);

				if (asprintf(&text, "its stage waits for %s, which was not found",
					     condition) < 0)
					text = NULL;
				return must_have(text);
			}
	}
	return NULL;
}

static void mark_absent(const struct observation *ask, const struct session *session,
			struct evidence *evidence, const char *fact)
{
	const struct probe *probe;
	const struct probe_run *run;
	cleanup_free char *waits = NULL;

	if (evidence_find(evidence, fact))
		return;
	probe = probe_of_fact(fact, NULL);
	if (!probe) {
		if (strncmp(fact, "losses", 6)) /* made while judging */
			evidence_absent(evidence, "none", fact, ABSENT_UNAVAILABLE,
					"no probe provides it");
		return;
	}
	run = session_run_of(session, probe);
	waits = run ? NULL : why_not_needed(ask, probe);
	if (waits)
		evidence_absent(evidence, probe->name, fact, ABSENT_NOT_NEEDED, waits);
	else if (run && run->state == PROBE_UNAVAILABLE)
		evidence_absent(evidence, probe->name, fact, ABSENT_UNAVAILABLE, run->why);
	else
		evidence_absent(evidence, probe->name, fact, ABSENT_FAILED,
				run && run->why ? run->why : "its probe gave no such fact");
}

static void mark_all_absent(const struct observation *ask, const struct session *session,
			    struct evidence *evidence)
{
	static const char *const lists[] = { "needs", "uses", "details" };
	const cJSON *rule, *fact;

	cJSON_ArrayForEach (rule, json_get(ask->walk->catalogue, "rules"))
		for (size_t i = 0; i < ARRAY_SIZE(lists); i++)
			cJSON_ArrayForEach (fact, json_get(rule, lists[i]))
				mark_absent(ask, session, evidence, fact->valuestring);
}

static cJSON *probes_with_skipped(const struct observation *ask, const struct session *session)
{
	cJSON *list = session_probes_json(session);

	for (size_t i = 0; i < all_probes_count; i++) {
		const struct probe *probe = all_probes[i];
		cleanup_free char *waits = why_not_needed(ask, probe);

		if (waits && !session_run_of(session, probe))
			cJSON_AddItemToArray(list, header_skipped_probe(probe, waits));
	}
	return list;
}

struct evidence *observe_gather(const struct observation *ask, struct session *session,
				enum session_moment moment, uint64_t start_ms, const char *started)
{
	struct evidence *evidence = evidence_new();

	evidence->start_ms = start_ms;
	evidence->end_ms = session_now_ms(session);
	session_collect(session, moment, evidence);
	mark_all_absent(ask, session, evidence);
	evidence->host = header_host();
	evidence->run = cJSON_CreateObject();
	cJSON_AddStringToObject(evidence->run, "started", started);
	json_add_count(evidence->run, "duration_ms", evidence->end_ms - start_ms);
	json_add_count(evidence->run, "attach_ms", session_attach_ms(session));
	cJSON_AddItemToObject(evidence->run, "flows", cJSON_Duplicate(ask->flows, true));
	cJSON_AddItemToObject(evidence->run, "scope", scope_to_json(ask->scope));
	cJSON_AddBoolToObject(evidence->run, "interrupted", stop_asked());
	cJSON_AddItemToObject(evidence->run, "clock_doubt_ms", header_clock_doubt());
	evidence->cost = session_cost_json(session);
	evidence->probes = probes_with_skipped(ask, session);
	evidence->unseen = header_unseen(session_namespaces(session));
	return evidence;
}

static bool is_waited_for(const char *rule, const void *walk)
{
	return walk_waits_for(walk, rule);
}

/* Of the rules only those are judged that a stage waits for. A failed look costs a stage, not the
 * run. */
static size_t look(const struct observation *ask, struct session *session, uint64_t start_ms,
		   const char *started)
{
	const struct probe *probes[SESSION_MAX_PROBES];
	size_t count = walk_look_probes(ask->walk, probes, SESSION_MAX_PROBES);
	cleanup_evidence struct evidence *so_far = NULL;
	cleanup_free char *bytes = NULL;
	cleanup_json cJSON *findings = NULL;
	struct rule_files files;
	struct error err;
	int r;

	session_look_at(session, probes, count);
	so_far = observe_gather(ask, session, SESSION_LOOK, start_ms, started);
	bytes = evidence_save(so_far);
	files = rule_files_some(ask->files, is_waited_for, ask->walk);
	r = judge_child_findings(&files, bytes, strlen(bytes), &findings, &err);
	free(files.entries);
	if (r < 0) {
		if (ask->progress->out)
			fprintf(ask->progress->out, "netdoctor: %s\n", err.text);
		return 1;
	}
	return observe_start_stages(ask, session, findings);
}

static void watch(const struct observation *ask, struct session *session, uint64_t start_ms,
		  const char *started, size_t waiting)
{
	uint64_t end = start_ms + ask->duration_ms;
	uint64_t step = ask->interval_ms < FIRST_LOOK_MS ? ask->interval_ms : FIRST_LOOK_MS;
	uint64_t next_look = start_ms + step, next_pulse = start_ms + observe_series_step(ask);
	uint64_t fast_step = observe_fast_step(ask), next_fast = start_ms + fast_step;

	session_pulse_fast(session);
	session_pulse(session);
	for (;;) {
		uint64_t now = session_now_ms(session), wait_ms, until_ms;

		if (stop_asked() || now >= end || session_window_ended(session))
			return;
		if (now >= next_pulse) {
			uint64_t rest = SERIES_REST * session_pulse(session);

			next_pulse =
				now +
				(rest > observe_series_step(ask) ? rest : observe_series_step(ask));
		}
		if (now >= next_fast) {
			uint64_t rest = SERIES_REST * session_pulse_fast(session);

			next_fast = now + (rest > fast_step ? rest : fast_step);
		}
		if (waiting && now >= next_look) {
			waiting = look(ask, session, start_ms, started);
			next_look = session_now_ms(session) + ask->interval_ms;
			continue;
		}
		progress_watches(ask->progress, end - now);
		wait_ms = session_watch_cost(session);
		until_ms = observe_pause(now, end, next_fast);
		poll(NULL, 0, (int)(wait_ms < until_ms ? wait_ms : until_ms));
	}
}

struct evidence *observe(const struct observation *ask, struct session *session)
{
	cleanup_free char *started = header_started();
	struct evidence *evidence;
	uint64_t start_ms;
	size_t waiting;

	stop_watch();
	waiting = observe_start_stages(ask, session, NULL);
	start_ms = session_now_ms(session);
	progress_begins(ask->progress, ask->duration_ms);
	watch(ask, session, start_ms, started, waiting);
	session_end_window(session);
	progress_reads(ask->progress);
	evidence = observe_gather(ask, session, SESSION_END, start_ms, started);
	progress_ends(ask->progress);
	return evidence;
}

struct evidence *observe_segment(const struct observation *ask, struct session *session)
{
	cleanup_free char *started = header_started();
	uint64_t begun_ms, start_ms;
	struct evidence *evidence;

	stop_watch();
	session_keep(session);
	observe_start_stages(ask, session, NULL);
	begun_ms = session_rebase(session, true);
	start_ms = begun_ms ? begun_ms : session_now_ms(session);
	if (begun_ms) {
		free(started);
		started = header_started_before(session_now_ms(session) - begun_ms);
	}
	watch(ask, session, start_ms, started, 0);
	evidence = observe_gather(ask, session, SESSION_END, start_ms, started);
	if (begun_ms) /* nothing was attached between `started` and the window */
		cJSON_ReplaceItemInObject(evidence->run, "attach_ms", cJSON_CreateNumber(0));
	return evidence;
}
