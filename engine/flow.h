// SPDX-License-Identifier: BSD-2-Clause
/*
 * Flows, seen from the measuring side: which stages there are, which may start, which facts they
 * ask.
 *
 * Works on the catalogue (engine/rulebook.h), which is data that came out of the judging child: no
 * Lua runs here. A stage is open when its `when` holds over the findings so far; a stage without
 * one is open from the start. The facts of a stage are the needs and uses of the rules that it
 * asks, and the details of those in its `detail`.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "probe.h"

#define FLOW_MAX_STAGES 32
#define FLOW_MAX_PROBES 64

/* One stage of a chosen flow. Pointers go into the catalogue. */
struct stage {
	const char *flow;
	const cJSON *json;
	bool started;
	const struct probe *probes[FLOW_MAX_PROBES]; /* of its facts, each once, in their order */
	size_t probe_count;
};

struct walk {
	const cJSON *catalogue;
	struct stage stages[FLOW_MAX_STAGES];
	size_t count;
};

/* `flows` is a list of names; empty means all. An unknown flow is refused in one sentence that
 * lists those that exist; *ret_names is the list of what was chosen, sorted, to be deleted. */
int walk_begin(const cJSON *catalogue, const char *const *flows, size_t count,
	       struct walk *ret_walk, cJSON **ret_names, struct error *err);

/* Whether the stage's condition holds; `findings` may be NULL before anything was judged. */
bool stage_open(const struct stage *stage, const cJSON *findings);
/* Its condition in words, for the reason of a skipped probe; the caller frees. */
char *stage_condition(const struct stage *stage);

/* Whether a stage that has not started waits for that rule. */
bool walk_waits_for(const struct walk *walk, const char *rule);

/* The probes that a look in mid-run needs: those of the facts that rules named in conditions of
 * waiting stages judge by, without those that are read seldom. */
size_t walk_look_probes(const struct walk *walk, const struct probe **ret_probes, size_t room);
