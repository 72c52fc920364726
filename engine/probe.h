// SPDX-License-Identifier: BSD-2-Clause
/*
 * A probe turns something the kernel knows into named facts. It knows nothing of causes.
 *
 * One life cycle for all, driven by engine/session.c:
 *
 *   resolve    hooks looked up in BTF; a missing one is set not to load and said
 *   configure  frozen constants of the BPF object set (scope, switches)
 *   load, attach
 *   read       readers: once at the start of the window and once at the end, in every namespace
 *   collect    BPF maps and differences of readings become facts; also in mid-run, for a look
 *   join       facts of this probe completed from facts of others
 *   detach
 *
 * A probe without hooks leaves those fields NULL. Reading runs in a child with a deadline, because
 * anything that takes a kernel lock may wait for ever on a sick host: `read` must not change state
 * of the parent, and is told the namespace that it already stands in.
 *
 * One file per probe, descriptor first: engine/probes/NAME.c exports `const struct probe
 * probe_NAME`; with BPF there are bpf/NAME.bpf.c and bpf/NAME.h beside it. The list of all probes
 * is made from the directory at build time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "evidence.h"
#include "fact.h"
#include "netns.h"
#include "scope.h"

struct netdoctor_bpf; /* the skeleton of the one linked object, build/bpf/netdoctor.skel.h */
struct session;

enum hook_kind { HOOK_TP_BTF, HOOK_FENTRY, HOOK_FEXIT, HOOK_ITER };

/* Why --no-patch leaves a hook out. */
#define HOOK_NO_PATCH "it would patch kernel text, which --no-patch forbids"

/* "tracepoint", "function", "iterator". */
const char *hook_kind_name(enum hook_kind kind);

/* One BPF program and what it hangs on. */
struct hook {
	const char *program; /* name of the function in bpf/ */
	/* Tracepoint, function, or iterator target. "new|old": the first function that there is. */
	const char *target;
	/* NULL: vmlinux; else it hooks only while that module is loaded. An iterator reads types of
	 * modules: the first it must have, those behind a blank when they are loaded. */
	const char *module;
	enum hook_kind kind;
	bool optional; /* without it the probe is partial, not unavailable */
	/* A module whose types its program reads though the function is the kernel's own, or NULL.
	 */
	const char *types;
};

/* Whether the kernel rewrites a function of its own to attach it. */
static inline bool hook_patches(const struct hook *hook)
{
	return hook->kind == HOOK_FENTRY || hook->kind == HOOK_FEXIT;
}

enum probe_cost {
	COST_COUNTERS, /* reads what the kernel counts anyway */
	COST_DROPS,    /* runs only where a packet dies */
	COST_PACKETS,  /* runs for every packet: targeted stages only */
};

/* Where `read` stands: in namespace `ns`, in a child of the session. `tables` are those of the
 * probe's facts, in the order of its descriptor, with the netns column filled by the engine. */
struct reading {
	const struct session *session;
	const struct netns *ns;
	struct table **tables;
	char **lacks; /* what this reading does not hold, one sentence; NULL: nobody asks */
};

/*
 * A fact that is a series: the counters of another one as differences per interval, keyed by t_ms
 * (the end of the interval) and the keys of the same names. Intervals where nothing happened to a
 * row have none.
 */
struct probe_series {
	size_t fact; /* the series, which nobody else fills */
	size_t from; /* what `read` fills; unused when `count` does it */
	/* Adds rows with the columns of the series but t_ms: counters so far. NULL: read. */
	int (*count)(const struct session *session, struct table *into, struct error *err);
	bool fast; /* cheap enough, and few enough rows, for ten steps a second; has `count` */
};

struct probe {
	const char *name;
	const char *summary;
	const char *summary_zh;
	const struct fact_spec *facts; /* ends with a NULL name */
	enum probe_cost cost;
	const struct hook *hooks; /* ends with a NULL program; NULL without BPF */
	const char *const *maps;  /* maps that its programs use, ends with NULL */
	const char *const *types; /* modules whose types they read where there are any, likewise */
	bool once;                /* read per host, in the own namespace whatever --netns says */
	bool seldom;              /* dear to read: at the start and at the end, not for a look */
	bool moved; /* of what was read, rows whose counters stood still are left out */
	const struct probe_series *series; /* or NULL */
	void (*configure)(struct netdoctor_bpf *bpf, const struct session *session);
	/* Adds rows for this namespace. Facts whose first column is "netns" get it from the engine:
	 * the row's cell 0 is already set by reading_row(). */
	int (*read)(const struct reading *reading, struct error *err);
	/* For a window that is a part of the run: a row of the fact of this number as counted in
	 * all time, before its counters are subtracted, and as it was when the window began. Makes
	 * values of all time those of the window, or empties them; HISTOGRAM_COLUMNS are done.
	 * NULL: all its values are as last read. */
	void (*since)(size_t fact, struct cell *row, const struct cell *before);
	/* Maps to facts. `out` holds the differences of this probe's readings already. */
	int (*collect)(const struct session *session, struct evidence *out, struct error *err);
	void (*join)(const struct session *session, struct evidence *evidence);
};

/* A new row of the probe's fact number `fact`, with cell 0 set to the namespace's name. */
struct cell *reading_row(const struct reading *reading, size_t fact);

/* Says that the reading is whole but for something; the probe is partial then. The first is told.
 * When it is the first reading of the window, rows that only the last one has do not count from
 * zero: they are left out. */
__attribute__((format(printf, 2, 3))) void reading_lacks(const struct reading *reading,
							 const char *format, ...);

/* All probes, in the order of their names. Made at build time. */
extern const struct probe *const all_probes[];
extern const size_t all_probes_count;

const struct probe *probe_find(const char *name);
/* Who provides a fact, or NULL. */
const struct probe *probe_of_fact(const char *fact, const struct fact_spec **ret_spec);
