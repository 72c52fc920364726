// SPDX-License-Identifier: BSD-2-Clause
#include "session.h"

#include <stdio.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "cleanup.h"
#include "clock.h"
#include "memory.h"
#include "session_stage.h"

struct session *session_new(const struct scope *scope, const struct netns_list *namespaces)
{
	struct session *session = must_calloc(1, sizeof(*session));

	session->scope = scope;
	session->namespaces = namespaces;
	session->symbols = symbols_new();
	session->born_ms = (uint64_t)clock_ms();
	session->statistics = -1;
	session->reader = READER_PROCESS_NONE;
	return session;
}

void session_try_each_hook(struct session *session)
{
	session->each_hook = true;
}

void session_no_patch(struct session *session)
{
	session->no_patch = true;
}

static void free_run(struct run *run)
{
	free(run->public.why);
	reader_result_clear(&run->first);
	run_forget(run);
	table_free(run->pulsed);
	table_free(run->series);
	free(run);
}

void session_free(struct session *session)
{
	if (!session)
		return;
	reader_process_end(&session->reader);
	session_stop(session);
	for (size_t i = 0; i < session->count; i++)
		free_run(session->runs[i]);
	drop_reasons_free(session->reasons);
	symbols_free(session->symbols);
	kernel_btf_free(session->kernel);
	close_descriptor(&session->statistics);
	free(session->softirqs);
	free(session);
}

void session_stop(struct session *session)
{
	for (size_t i = 0; i < session->stages; i++) {
		instance_close(session->instances[i]);
		free(session->instances[i]);
	}
	session->stages = 0;
	for (size_t i = 0; i < session->count; i++) {
		session->runs[i]->instance = NULL;
		session->runs[i]->public.bpf = NULL;
	}
}

/* Reads the given runs and stores what came back in `results`, one for each. */
static void read_all(struct session *session, struct run *const *runs, size_t count,
		     struct reader_result *results)
{
	struct reader_result answers[SESSION_MAX_PROBES] = { 0 };
	const struct probe *probes[SESSION_MAX_PROBES];
	size_t asked = 0;

	for (size_t i = 0; i < count; i++)
		if (runs[i]->public.probe->read && runs[i]->public.state != PROBE_UNAVAILABLE &&
		    !runs[i]->passed_over)
			probes[asked++] = runs[i]->public.probe;
	if (!asked)
		return;
	reader_run_again(&session->reader, session, session->namespaces, probes, asked, answers);
	for (size_t i = 0, answer = 0; i < count; i++)
		if (answer < asked && runs[i]->public.probe == probes[answer]) {
			results[i] = answers[answer++];
			runs[i]->stuck |= results[i].stuck;
		}
}

static struct run *add_run(struct session *session, const struct probe *probe)
{
	struct run *run = must_calloc(1, sizeof(*run));

	run->public.probe = probe;
	run->public.state = PROBE_RAN;
	run->session = session;
	session->runs[session->count++] = run;
	return run;
}

void session_start(struct session *session, const struct probe *const *probes, size_t count)
{
	struct reader_result results[SESSION_MAX_PROBES] = { 0 };
	struct run *runs[SESSION_MAX_PROBES];
	int64_t before = clock_ms();
	size_t new = 0;

	for (size_t i = 0; i < count && session->count < SESSION_MAX_PROBES; i++)
		if (!session_run_of(session, probes[i]))
			runs[new ++] = add_run(session, probes[i]);
	reader_process_end(&session->reader);
	stage_attach(session, runs, new);
	session->attach_ms += (uint64_t)(clock_ms() - before);
	read_all(session, runs, new, results);
	for (size_t i = 0; i < new; i++) {
		runs[i]->first = results[i];
		runs[i]->public.first = runs[i]->first.tables;
		runs[i]->public.start_ms = session_now_ms(session);
		runs[i]->public.end_ms = runs[i]->public.start_ms;
	}
	session_count_events(session, !session->ended_ms);
	if (session->kernel && !session->reasons) {
		session->reasons = drop_reasons_new();
		drop_reasons_read(session->reasons, session->kernel);
	}
}

void session_end_window(struct session *session)
{
	if (session->ended_ms)
		return;
	session_count_events(session, false);
	session->ended_ms = session_now_ms(session);
}

void session_look_at(struct session *session, const struct probe *const *probes, size_t count)
{
	for (size_t i = 0; i < session->count; i++) {
		struct run *run = session->runs[i];

		run->unasked = true;
		for (size_t k = 0; k < count; k++)
			run->unasked &= probes[k] != run->public.probe;
	}
	session->named = true;
}

static bool is_passed_over(const struct run *run, enum session_moment moment)
{
	return moment == SESSION_LOOK &&
	       (run->session->named ? run->unasked : run->public.probe->seldom);
}

/* Of one that the guard took off in an earlier window this one is empty. */
static uint64_t end_of(const struct run *run, uint64_t end_ms)
{
	if (!run->off_ms)
		return end_ms;
	return run->off_ms > run->public.start_ms ? run->off_ms : run->public.start_ms;
}

void session_collect(struct session *session, enum session_moment moment, struct evidence *out)
{
	struct reader_result last[SESSION_MAX_PROBES] = { 0 };
	uint64_t end_ms = session->ended_ms ? session->ended_ms : session_now_ms(session);
	struct run *asked[SESSION_MAX_PROBES] = { 0 };
	size_t count = 0, read;

	for (size_t i = 0; i < session->count; i++)
		if (is_passed_over(session->runs[i], moment))
			run_pass_over(session->runs[i], out);
		else
			asked[count++] = session->runs[i];
	read = count;
	for (size_t i = 0; i < session->count; i++)
		if (is_passed_over(session->runs[i], moment) && run_pulse_due(session->runs[i]))
			asked[read++] = session->runs[i];
	for (size_t i = 0; i < read; i++)
		asked[i]->passed_over = moment == SESSION_LOOK && asked[i]->stuck;
	read_all(session, asked, read, last);
	if (moment == SESSION_END)
		reader_process_end(&session->reader);
	for (size_t i = 0; i < read; i++)
		if (run_pulse_due(asked[i]))
			run_pulse(asked[i], &last[i]);
	session->pulse_ms = 0;
	for (size_t i = count; i < read; i++)
		reader_result_clear(&last[i]);
	for (size_t i = 0; i < count; i++) {
		asked[i]->public.end_ms = end_of(asked[i], end_ms);
		run_collect(asked[i], &last[i], out);
		if (session->keeping)
			run_keep(asked[i], &last[i], end_ms);
		reader_result_clear(&last[i]);
	}
	for (size_t i = 0; i < count; i++)
		run_join(asked[i], out);
}

uint64_t session_now_ms(const struct session *session)
{
	return (uint64_t)clock_ms() - session->born_ms;
}

void session_ask_in_full(struct session *session)
{
	session->in_full = true;
}

bool session_in_full(const struct session *session)
{
	return session->in_full;
}

uint64_t session_born_ns(const struct session *session)
{
	return session->born_ms * 1000000;
}

const struct scope *session_scope(const struct session *session)
{
	return session->scope;
}

const struct netns_list *session_namespaces(const struct session *session)
{
	return session->namespaces;
}

uint64_t session_attach_ms(const struct session *session)
{
	return session->attach_ms;
}

struct symbols *session_symbols(const struct session *session)
{
	return session->symbols;
}

struct run *session_find(const struct session *session, const struct probe *probe)
{
	for (size_t i = 0; i < session->count; i++)
		if (session->runs[i]->public.probe == probe)
			return session->runs[i];
	return NULL;
}

struct probe_run *session_run_of(const struct session *session, const struct probe *probe)
{
	struct run *run = session_find(session, probe);

	return run ? &run->public : NULL;
}

void session_count(const struct session *session, const struct probe *probe, uint64_t events,
		   uint64_t lost)
{
	struct probe_run *run = session_run_of(session, probe);

	if (!run)
		return;
	run->events = events;
	run->lost = lost;
}

int session_map(const struct session *session, const struct probe *probe, const char *name)
{
	const struct run *run = session_find(session, probe);

	return run && run->instance ? instance_map(run->instance, name) : -1;
}

const struct kernel_btf *session_kernel(const struct session *session)
{
	return session->kernel;
}
