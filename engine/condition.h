// SPDX-License-Identifier: BSD-2-Clause
/*
 * What `watch` waits for: a rule that is confirmed, or a fact that goes over (or under) a value.
 *
 *   drop.qdisc_overflow                 that rule finds something
 *   drops.kernel.packets>100            so many more were counted in one interval, all rows
 * together memory.state.available<1000000000   the value of some row, for what is no counter
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "evidence.h"
#include "probe.h"

struct condition {
	char *cause; /* or NULL, and the others are set */
	char *fact, *column;
	const struct probe *probe;
	bool counter, below;
	double value;
	double total, at_base, at_middle; /* what was counted since the start: last, at the window's
					     start, at the next one's */
};

/* The caller clears *ret_condition. */
int condition_parse(const char *text, const cJSON *catalogue, struct condition *ret_condition,
		    struct error *err);
void condition_clear(struct condition *condition);

/* The number that is compared, of evidence that holds the fact; false when it is not there. Of a
 * counter it is what came since the last call. */
bool condition_number(struct condition *condition, const struct evidence *evidence,
		      double *ret_number);
/* Whether the evidence holds the fact at all. */
bool condition_measured(const struct condition *condition, const struct evidence *evidence);
bool condition_holds(const struct condition *condition, double number);
/* To be called with session_rebase(). */
void condition_rebase(struct condition *condition, bool moved);
/* Whether the rule is among the confirmed findings. */
bool condition_confirmed(const struct condition *condition, const cJSON *findings);
/* Whether it was judged at all: not undecided, not broken. */
bool condition_judged(const struct condition *condition, const cJSON *findings);
/* The probes without which nothing can be told; returns how many. */
size_t condition_must_have(const struct condition *condition, const cJSON *catalogue,
			   const struct probe **ret_probes, size_t room);
/* The probes that it needs to be looked at; returns how many. */
size_t condition_probes(const struct condition *condition, const cJSON *catalogue,
			const struct probe **ret_probes, size_t room);
