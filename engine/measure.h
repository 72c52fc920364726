// SPDX-License-Identifier: BSD-2-Clause
/*
 * What run and record have in common: from the options to evidence.
 *
 * Everything that can be refused is refused before the first probe starts.
 */
#pragma once

#include <stdbool.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "evidence.h"
#include "flow.h"
#include "netns.h"
#include "observe.h"
#include "options.h"
#include "progress.h"
#include "rule_files.h"
#include "session.h"

struct measurement {
	struct rule_files files;
	cJSON *catalogue, *flows;
	struct walk walk;
	struct scope scope; /* the options' one, with its devices found */
	struct netns_list namespaces;
	struct session *session;
	struct progress progress;
};

/* 0, or the negative exit code with a sentence. */
int measurement_open(const struct options *options, struct measurement *ret_measurement,
		     struct error *err);
/* The same without rules and flows: scope, namespaces and session only. */
int measurement_open_host(const struct options *options, struct measurement *ret_measurement,
			  struct error *err);
/* What to observe by these options, progress included. */
struct observation measurement_ask(struct measurement *measurement, const struct options *options,
				   bool all_stages);
/* Watches; `all_stages` leaves conditions aside. The caller frees the evidence. */
struct evidence *measurement_take(struct measurement *measurement, const struct options *options,
				  bool all_stages);
/* Takes programs off their hooks, which may be slow: after the report was written. */
void measurement_close(struct measurement *measurement);
