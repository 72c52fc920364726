// SPDX-License-Identifier: BSD-2-Clause
/*
 * What bpf/path*.bpf.c timed, as rows. Devices are numbers in their namespace until path_name() has
 * seen a list of links; only then is a way known as host_to_wire, wire_to_host, vm_to_wire ...
 */
#pragma once

#include <stdint.h>

#include "bpf_map.h"
#include "error.h"
#include "evidence.h"
#include "histogram.h"
#include "netns.h"
#include "path.h"
#include "scope.h"
#include "table.h"

enum path_column { PATH_NETNS, PATH_NAME, PATH_FROM, PATH_TO, PATH_STAGE, PATH_DEVICE, PATH_TIMES };

enum path_slow_column {
	SLOW_NUMBER,
	SLOW_NETNS,
	SLOW_PATH,
	SLOW_FROM,
	SLOW_TO,
	SLOW_DEVICE,
	SLOW_T_MS,
	SLOW_FAMILY,
	SLOW_PROTOCOL,
	SLOW_SRC,
	SLOW_SPORT,
	SLOW_DST,
	SLOW_DPORT,
	SLOW_QUEUE,
	SLOW_TOTAL,
	SLOW_ORDER,
	SLOW_STAGE,
	SLOW_TIME,
	SLOW_CPU,
};

extern const struct column_spec path_columns[], path_slow_columns[], path_read_columns[],
	path_remote_columns[];

void path_stage_rows(struct table *table, const struct map_entries *values,
		     const struct netns_list *namespaces);
/* The packets of the map that began since `since_ms` after `born_ns`, slowest first, a row for each
 * stage. Places of older ones are emptied: they kept faster ones of this window out, and shall not
 * do so in the next. */
int path_slow_rows(struct table *table, int map, uint64_t born_ns, uint64_t since_ms,
		   const struct netns_list *namespaces, struct error *err);
/* Keeps the first `keep` packets of those still there, and numbers them from 1. */
void path_slow_keep(struct table *table, uint64_t keep);
/* Sorted, and with what found no place or lost it again. `counters` are read before the map. */
void path_read_rows(struct fact *fact, const struct map_entries *reads,
		    const struct path_counters *counters, const struct netns_list *namespaces);
void path_remote_rows(struct fact *fact, const struct map_entries *remotes,
		      const struct path_counters *counters, const struct netns_list *namespaces);

/* Names of devices and of ways, in a table that has both columns of ends; rows out of scope go, and
 * those that begin inside a datapath. `links` may be NULL. */
void path_name(struct table *table, const struct table *links, const struct scope *scope);
