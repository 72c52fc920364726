// SPDX-License-Identifier: BSD-2-Clause
/*
 * The measuring half of a run: one window, stages that join when their condition holds, evidence.
 *
 * The first stages watch from the first second to the last; while stages wait, the evidence so far
 * is judged every interval (first after a second at the latest) to see whether their condition
 * holds. A condition only decides what more is measured. SIGINT, SIGTERM and SIGHUP end the window
 * early; what was seen until then is still reported.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <cjson/cJSON.h>

#include "condition.h"
#include "error.h"
#include "evidence.h"
#include "flow.h"
#include "progress.h"
#include "rule_files.h"
#include "scope.h"
#include "session.h"

struct observation {
	const struct rule_files *files;
	struct walk *walk;
	const cJSON *flows; /* names, for the evidence */
	const struct scope *scope;
	uint64_t duration_ms, interval_ms;
	uint64_t before_ms, after_ms; /* of observe_until: around what is waited for */
	bool all_stages;              /* record: conditions aside */
	struct progress *progress;
};

/* The session is left running, so that the report can be written before hooks are taken off. Never
 * fails: what could not be measured is absent from the evidence, with the reason. */
struct evidence *observe(const struct observation *ask, struct session *session);

/* Until `when_ms` of the session, a stop, or the end of the window; looks after what it costs. */
void observe_wait(struct session *session, uint64_t when_ms);

/* As observe(), but the window stays open and the next one begins where this one ended. */
struct evidence *observe_segment(const struct observation *ask, struct session *session);

/*
 * Waits until the condition holds, for at most duration_ms (0: for ever), and sees it out. Sets
 * *ret_evidence, which the caller frees, or leaves it NULL when it never held. An error: the
 * condition cannot be watched here, no look could tell, or the cost of watching ended it.
 */
int observe_until(const struct observation *ask, struct condition *condition,
		  struct session *session, struct evidence **ret_evidence, struct error *err);
