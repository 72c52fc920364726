// SPDX-License-Identifier: BSD-2-Clause
/*
 * All facts of one run, and the seam between measuring and judging.
 *
 * Everything that a report says is computed from these bytes alone, live and in `judge` alike, so
 * the header of the run (host, scope, what each probe did, the doctor's own cost) is part of them.
 * The header parts are kept as the JSON that the report shows; facts are tables.
 *
 * The format is reports/evidence.schema.json, "netdoctor.evidence/1". Loading trusts nothing: size,
 * nesting, types, widths and names are checked, and a refusal is one sentence.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "fact.h"

#define EVIDENCE_SCHEMA "netdoctor.evidence/1"
#define EVIDENCE_MAX_BYTES ((size_t)16 << 20) /* as a tree it takes a hundred times that */
#define EVIDENCE_MAX_FACTS 4096

struct evidence {
	cJSON *host;   /* {name, kernel, arch, cpus, ...} */
	cJSON *run;    /* {started, duration_ms, attach_ms, flows[], scope{}, interrupted} */
	cJSON *cost;   /* {cpu_share, rss_kib, maps_kib, ...} */
	cJSON *probes; /* [{name, state, why, hooks{}, window_ms, events, lost, run_ns}] */
	cJSON *unseen; /* [{what, because}] in both languages: what no probe could look into; or
			  NULL */
	uint64_t start_ms, end_ms;
	uint64_t
		unplaced; /* drops whose headers or device could not be read, outside every scope */
	struct fact *facts; /* sorted by name */
	size_t count;
};

struct evidence *evidence_new(void);
void evidence_free(struct evidence *evidence);

/* The fact of that name, or NULL when the evidence does not speak of it. */
struct fact *evidence_find(const struct evidence *evidence, const char *name);
/* A new, empty, present fact after its spec (an older one of that name is replaced). The pointer is
 * good until the next call that adds a fact. */
struct fact *evidence_add(struct evidence *evidence, const char *probe,
			  const struct fact_spec *spec);
/* Says that a fact is absent and why. */
void evidence_absent(struct evidence *evidence, const char *probe, const char *fact,
		     enum absence why, const char *because);

/* The bytes that are saved and judged; ends with a newline. The caller frees. */
char *evidence_save(const struct evidence *evidence);
cJSON *evidence_to_json(const struct evidence *evidence);
/* `bytes` may be evidence or a JSON report of a run (whose "evidence" is taken). */
int evidence_load(const char *bytes, size_t length, struct evidence **ret_evidence,
		  struct error *err);

static inline void free_evidence(struct evidence **evidence)
{
	evidence_free(*evidence);
}
#define cleanup_evidence __attribute__((cleanup(free_evidence)))
