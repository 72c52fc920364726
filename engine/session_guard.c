// SPDX-License-Identifier: BSD-2-Clause
/* Samples what the programs of a session cost, and acts when it is too much. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>

#include "bpf_object.h"
#include "cleanup.h"
#include "clock.h"
#include "memory.h"
#include "session_stage.h"
#include "system_file.h"

#define CPUS_MAX 8192

/* CPUs whose count of network softirqs moved since the last call, at least one. */
static unsigned count_busy_cpus(struct session *session)
{
	cleanup_file FILE *file = system_open("/proc/softirqs");
	cleanup_free uint64_t *now = must_calloc(CPUS_MAX, sizeof(*now));
	cleanup_free char *line = NULL;
	size_t room = 0;
	unsigned busy = 0;

	while (file && getline(&line, &room, file) > 0) {
		char *name = line + strspn(line, " "), *at;

		if (strncmp(name, "NET_RX:", 7) && strncmp(name, "NET_TX:", 7))
			continue;
		at = name + 7;
		for (size_t cpu = 0; cpu < CPUS_MAX; cpu++) {
			char *end;
			uint64_t count = strtoull(at, &end, 10);

			if (end == at)
				break;
			now[cpu] += count;
			at = end;
		}
	}
	if (!session->softirqs)
		session->softirqs = must_calloc(CPUS_MAX, sizeof(*now));
	for (size_t cpu = 0; cpu < CPUS_MAX; cpu++)
		busy += now[cpu] != session->softirqs[cpu];
	memcpy(session->softirqs, now, CPUS_MAX * sizeof(*now));
	return busy ? busy : 1;
}

static void begin_sample(struct session *session)
{
	session->statistics = bpf_enable_stats(BPF_STATS_RUN_TIME);
	if (session->statistics < 0) {
		session->unguarded = true;
		return;
	}
	count_busy_cpus(session);
	for (size_t i = 0; i < session->count; i++)
		session->runs[i]->before_ns =
			instance_run_ns(session->runs[i]->instance, session->runs[i]->public.probe);
	session->sample_start_us = clock_us();
}

/* The costliest one that still has hooks, or NULL. */
static struct run *costliest(const struct session *session)
{
	struct run *most = NULL;

	for (size_t i = 0; i < session->count; i++) {
		struct run *run = session->runs[i];

		if (run->last_ns && !run->off_ms && (!most || run->last_ns > most->last_ns))
			most = run;
	}
	return most;
}

/* A share is taken over one window: what watches where packets die ends it for all, what is only
 * added to it goes alone. */
static void back_off(struct session *session, struct run *run, double share)
{
	cleanup_free char *why = NULL;
	bool all = run->public.probe->cost != COST_PACKETS;

	if (asprintf(&why,
		     "%s after %" PRIu64
		     " ms: its programs took most of %.1f %% of the CPU time, more "
		     "than --max-overhead %g",
		     all ? "ended the window" : "taken off",
		     session_now_ms(session) - run->public.start_ms, 100 * share,
		     100 * session->guard.most) < 0)
		why = NULL;
	if (all) {
		session_end_window(session);
		session->ender = run;
	}
	run->off_ms = session_now_ms(session);
	reader_process_end(&run->session->reader);
	stage_take_off(run);
	free(run->public.why);
	run->public.why = must_have(TAKE_PTR(why));
	run->public.state = PROBE_PARTIAL;
	run->lacks_ms = 0;
	session->backed_off = true;
}

static void widen(struct session *session)
{
	for (size_t i = 0; i < session->stages; i++)
		if (session->instances[i]->bpf)
			session->instances[i]->bpf->bss->widened =
				session->guard.width * GUARD_BITS;
	session->backed_off = true;
}

static void end_sample(struct session *session)
{
	uint64_t elapsed_ns = 1000 * (clock_us() - session->sample_start_us), sum = 0;
	double share;

	for (size_t i = 0; i < session->count; i++) {
		struct run *run = session->runs[i];

		run->last_ns = instance_run_ns(run->instance, run->public.probe) - run->before_ns;
		run->sampled_ns += run->last_ns;
		run->watched_ns += elapsed_ns;
		sum += run->last_ns;
	}
	close(session->statistics);
	session->statistics = -1;
	share = (double)sum / ((double)elapsed_ns * count_busy_cpus(session));
	switch (guard_decide(&session->guard, share)) {
	case GUARD_REST:
		return;
	case GUARD_WIDEN:
		widen(session);
		return;
	case GUARD_DETACH:
		if (costliest(session))
			back_off(session, costliest(session), share);
	}
}

void session_limit_overhead(struct session *session, double most)
{
	session->guard.most = most;
}

uint64_t session_watch_cost(struct session *session)
{
	uint64_t now = session_now_ms(session);

	if (session->unguarded || session->ended_ms || !session->stages)
		return GUARD_EVERY_MS;
	if (session->statistics >= 0 &&
	    clock_us() - session->sample_start_us >= GUARD_SAMPLE_MS * 1000) {
		end_sample(session);
		session->next_sample_ms = now + guard_pause_ms(&session->guard);
	} else if (session->statistics < 0 && now >= session->next_sample_ms) {
		begin_sample(session);
		return GUARD_SAMPLE_MS;
	}
	return session->statistics >= 0 ? GUARD_SAMPLE_MS : session->next_sample_ms - now;
}

bool session_window_ended(const struct session *session)
{
	return session->ended_ms;
}

int session_backed_off(const struct session *session, struct error *why)
{
	const struct probe_run *run = session->ender ? &session->ender->public : NULL;

	return run ? error_set(why, "%s: %s", run->probe->name, run->why) : 0;
}

uint64_t run_estimated_ns(const struct run *run)
{
	const struct session *session = run->session;
	uint64_t end = run->off_ms ? run->off_ms : session_now_ms(session);

	if (!run->watched_ns)
		return 0;
	return (uint64_t)((double)run->sampled_ns / (double)run->watched_ns * 1e6 *
			  (double)(end - run->public.start_ms));
}
