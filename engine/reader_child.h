// SPDX-License-Identifier: BSD-2-Clause
/*
 * The half of the reader that runs in the child: walks, calls, sends.
 *
 * Each line is one object {what, probe, netns, ...}, probe and netns as places in the lists:
 *   begin                      it is about to ask this probe in this namespace
 *   rows {fact, columns, rows} some of what it read
 *   lacks {because}            what is missing in what it read
 *   done                       all of it was sent
 *   failed {because}           the probe or the namespace refused
 *   end                        the walk is over
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "netns.h"
#include "probe.h"
#include "reader.h"

struct reader_task {
	const struct session *session;
	const struct netns_list *namespaces;
	const struct probe *const *probes;
	size_t count;
	const bool *given_up;            /* one per probe: not asked any more */
	size_t start_netns, start_probe; /* where an earlier child was left */
};

/* True when the probe is to be asked in that namespace. */
bool reader_asks(const struct reader_task *task, size_t netns, size_t probe);
/* A list of empty tables, one per fact of the probe, ended by NULL. */
struct table **reader_tables(const struct probe *probe);

/* One task, as it is sent. Probes are where they were at the fork. */
struct reader_request {
	size_t start_netns, start_probe, count;
	const struct probe *probes[READER_MAX_PROBES];
	bool given_up[READER_MAX_PROBES];
};

struct reader_service {
	const struct session *session;
	const struct netns_list *namespaces;
	int ask; /* requests come from there */
};
/* Walks for each request, until nobody can ask any more. */
void reader_serve(int out, void *service);
