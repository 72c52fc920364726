// SPDX-License-Identifier: BSD-2-Clause
/*
 * The probes of one run: opened in stages, read over one window, closed whatever happens.
 *
 * A stage only adds probes. All BPF programs come from one linked object; a stage opens it with
 * just its own programs set to load and takes over the maps that earlier stages made, so that
 * programs of a stage whose condition never held are never loaded. Nothing is pinned: when the
 * process dies, all of it is gone.
 *
 * Times are milliseconds from session_new, on CLOCK_MONOTONIC.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "evidence.h"
#include "netns.h"
#include "probe.h"
#include "scope.h"

struct drop_reasons;
struct kernel_btf;
struct symbols;

#define SESSION_MAX_PROBES 64
#define SESSION_MAX_STAGES 8

enum probe_state { PROBE_SKIPPED, PROBE_RAN, PROBE_PARTIAL, PROBE_UNAVAILABLE };

/* What became of one probe in this run; this is probes[] of the report. */
struct probe_run {
	const struct probe *probe;
	enum probe_state state;
	char *why; /* skipped, partial or unavailable: one sentence; else NULL */
	unsigned wanted, attached;
	uint64_t start_ms, end_ms;
	uint64_t events, lost, run_ns;
	struct table **first; /* readings at the start of the window, one table per fact, or NULL */
	struct netdoctor_bpf *bpf; /* the instance that holds its programs; owned by the session */
};

enum session_moment {
	SESSION_LOOK, /* in mid-run; probes that are read seldom are not */
	SESSION_END,
};

struct session *session_new(const struct scope *scope, const struct netns_list *namespaces);
/* Before anything is started: probes that sample keep all that they see, at its cost. */
void session_ask_in_full(struct session *session);
/* Before anything is started: hooks that patch kernel text are left out, and said. */
void session_no_patch(struct session *session);
void session_free(struct session *session);
/* From now on a probe keeps the hooks that it gets although others of it are refused: nothing is
 * measured, every hook is tried. */
void session_try_each_hook(struct session *session);

/* Starts probes that do not run yet; never fails: what cannot run is said in its probe_run. */
void session_start(struct session *session, const struct probe *const *probes, size_t count);
/* No probe will be started any more: gives up the privileges that only attaching needs. */
void session_seal(struct session *session);
/* The share of CPU time that its programs may take (engine/guard.h). */
void session_limit_overhead(struct session *session, double most);
/* To be called now and then while watching: samples what the programs cost and acts when it is too
 * much, which may end the window. Returns after how many milliseconds to call it again. */
uint64_t session_watch_cost(struct session *session);
bool session_window_ended(const struct session *session);
/* An error that says which probe's cost ended the window; 0 when none did. */
int session_backed_off(const struct session *session, struct error *why);
/* A look reads these probes and no others; until this is called, all but those that are read
 * seldom. */
void session_look_at(struct session *session, const struct probe *const *probes, size_t count);
/* Facts of everything started so far, over the window from its start until now. May be called in
 * mid-run (a look) and at the end. Probes never started leave no fact. */
void session_collect(struct session *session, enum session_moment moment, struct evidence *out);
/* From now on each collect is kept, so that the window can begin anew there. */
void session_keep(struct session *session);
/* The window begins at the last collect (`at_once`), or else at the one that was kept by the last
 * call: called every so often, the window is then always that long and at most twice. Probes that
 * were not collected keep their window. Returns when it begins, 0 when it stays. */
uint64_t session_rebase(struct session *session, bool at_once);
/* One step of all series: to be called at the start of the window and at each interval. Returns how
 * long it took, in milliseconds. */
uint64_t session_pulse(struct session *session);
/* The same without a reading of its own: the collect that follows reads for both. */
void session_pulse_with_look(struct session *session);
/* The same for series that are fast; they have steps of their own. */
uint64_t session_pulse_fast(struct session *session);
/* Stops counting events, so that the collect that follows sees one window in counters and events;
 * nothing is counted afterwards. Without it the last collect is as exact as a look. */
void session_end_window(struct session *session);
/* Takes the programs off their hooks; may be slow (130 ms per fentry), so the report comes first.
 */
void session_stop(struct session *session);

bool session_in_full(const struct session *session);
uint64_t session_born_ns(const struct session *session); /* on CLOCK_MONOTONIC */
uint64_t session_now_ms(const struct session *session);
const struct scope *session_scope(const struct session *session);
const struct netns_list *session_namespaces(const struct session *session);
struct probe_run *session_run_of(const struct session *session, const struct probe *probe);
/* What became of one hook of a probe that was started; `why` is NULL when it is attached. */
struct hook_state {
	const struct hook *hook;
	bool attached, unusable;
	const char *why;
};
size_t session_hooks(const struct session *session, const struct probe *probe,
		     struct hook_state *ret_states, size_t room);
/* What a probe's programs counted; called by its collect. */
void session_count(const struct session *session, const struct probe *probe, uint64_t events,
		   uint64_t lost);
/* Says that a probe does not see something: it is partial, and why. Called by its collect. */
void session_lacks(const struct session *session, const struct probe *probe, const char *why);
/* File descriptor of a map of the probe's instance, or -1 when it is not loaded. */
int session_map(const struct session *session, const struct probe *probe, const char *map);
/* How many arguments the hooked tracepoint or function has on this kernel; 0 when not hooked. */
unsigned session_arguments(const struct session *session, const struct probe *probe,
			   const char *program);
/* Names of addresses and drop reasons; reasons are NULL while no BPF probe was started. */
struct symbols *session_symbols(const struct session *session);
/* The kernel's types; NULL before a stage with programs was started. */
const struct kernel_btf *session_kernel(const struct session *session);
const struct drop_reasons *session_reasons(const struct session *session);
/* A new descriptor of an attached iterator program's link, or -1; the caller closes it. Works in a
 * reader's child too, which has none of the parent's descriptors: the link is opened by number. */
int session_iterator(const struct session *session, const struct probe *probe, const char *program);

cJSON *session_probes_json(const struct session *session);
/* {cpu_share, rss_kib, maps_kib, run_ns, backed_off}: the doctor's own cost so far; its share is
 * of the time of all CPUs. */
cJSON *session_cost_json(const struct session *session);
uint64_t session_attach_ms(const struct session *session);
