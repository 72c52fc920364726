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
	bool all_stages; /* record: conditions aside */
	struct progress *progress;
};

/* The session is left running, so that the report can be written before hooks are taken off. Never
 * fails: what could not be measured is absent from the evidence, with the reason. */
struct evidence *observe(const struct observation *ask, struct session *session);
