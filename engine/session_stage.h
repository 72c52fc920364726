// SPDX-License-Identifier: BSD-2-Clause
/* The inside of a session, shared by engine/session*.c only. */
#pragma once

#include "bpf_instance.h"
#include "drop_reasons.h"
#include "guard.h"
#include "kernel_btf.h"
#include "reader.h"
#include "reader_process.h"
#include "session.h"
#include "symbols.h"

_Static_assert(SESSION_MAX_PROBES <= READER_MAX_PROBES, "one walk reads all probes of a session");

/* What programs had counted for a fact. */
struct counted {
	struct table *table; /* NULL: they do not fill it */
	uint64_t lost;
	uint64_t seen; /* of single events those that were cut, too; else only what was cut */
};

/* What a collect saw, to begin a window with. */
struct kept {
	struct reader_result reading;
	struct counted *counted; /* one for each fact, or NULL */
	size_t facts;
	uint64_t events, lost;
	uint64_t at_ms; /* 0: nothing is kept */
};

struct run {
	struct probe_run public;
	struct session *session;
	struct instance *instance; /* NULL without hooks */
	struct reader_result first;
	bool stuck;   /* a reading of it did not come back: only the end asks it once more */
	bool unasked; /* no condition that is looked at needs it */
	bool passed_over;
	struct table *pulsed; /* what its series counted at the last pulse, or NULL */
	struct table *series; /* so far, or NULL */
	uint64_t series_cut;
	uint64_t pulsed_ms, stepped_ms, steps; /* the last pulse, and its steps so far: in all */
	struct kept last, middle, base; /* of session_rebase.c: the last collect, the one before,
					   and that where the window begins */
	/* Run time of its programs: at the start of a sample, in the last one, in all, and how long
	 * was sampled. */
	uint64_t before_ns, last_ns, sampled_ns, watched_ns;
	uint64_t lacks_ms; /* why it is partial was said by a collect, last at that time; or 0 */
	uint64_t off_ms;   /* when the guard took it off, or 0 */
};

struct session {
	const struct scope *scope;
	const struct netns_list *namespaces;
	struct run *runs[SESSION_MAX_PROBES];
	size_t count;
	struct reader_process reader; /* ended whenever what readers see of the session changes */
	struct instance *instances[SESSION_MAX_STAGES];
	size_t stages;
	struct kernel_btf *kernel; /* NULL until a probe has hooks */
	struct drop_reasons *reasons;
	struct symbols *symbols;
	bool in_full, no_patch, keeping;
	uint64_t born_ms, attach_ms;
	uint64_t ended_ms;       /* 0 while the window is open */
	const struct run *ender; /* whose cost ended it, or NULL */
	bool named;              /* what a look reads was said */
	uint64_t pulse_ms; /* the next collect is a step of the series, too, at that time; or 0 */
	bool each_hook;
	struct guard guard;
	int statistics;     /* run statistics are on while this is open, or -1 */
	uint64_t *softirqs; /* of each CPU at the last sample, or NULL */
	uint64_t sample_start_us, next_sample_ms;
	bool unguarded; /* this kernel or our privileges do not tell what programs cost */
	bool backed_off;
};

struct run *session_find(const struct session *session, const struct probe *probe);
/* Loads and attaches the programs of new runs and sets their states. */
void stage_attach(struct session *session, struct run *const *runs, size_t count);
/* What an unavailable or too dear probe has attached is taken off. */
void stage_take_off(const struct run *run);
/* What its programs cost, from the samples. */
uint64_t run_estimated_ns(const struct run *run);
/* The global switch of all programs. */
void session_count_events(struct session *session, bool on);

/* Facts of one run: readings first, then what its programs counted. */
/* Says of a probe that is not read for a look that it was not. */
void run_pass_over(struct run *run, struct evidence *out);
void run_collect(struct run *run, struct reader_result *last, struct evidence *out);
/* Its series waits for what is read in this collect, and takes it. */
bool run_pulse_due(const struct run *run);
void run_pulse(struct run *run, const struct reader_result *result);
/* Puts the series into the evidence. */
void run_add_series(const struct run *run, struct evidence *out);
/* For a window that may begin anew: counts since its start, and what the next start may be. */
void run_since_base(struct run *run, const struct reader_result *last, struct evidence *out);
void run_keep(struct run *run, struct reader_result *last, uint64_t at_ms);
void run_forget(struct run *run);
void run_join(struct run *run, struct evidence *evidence);
