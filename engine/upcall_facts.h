// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the probe ovs_upcall tells of the packets that went up to ovs-vswitchd: how long they waited
 * for a handler, how long it worked, how long sending them on took, and by whom, where from.
 */
#pragma once

#include <stdint.h>

#include "error.h"
#include "evidence.h"
#include "probe.h"

enum upcall_fact {
	UPCALL_FACT_LOST,
	UPCALL_FACT_TOTALS,
	UPCALL_FACT_PARTS,
	UPCALL_FACT_HANDLERS,
	UPCALL_FACT_PORTS,
	UPCALL_FACT_CPUS,
	UPCALL_FACT_ACCOUNT,
	UPCALL_FACT_SERIES,
	UPCALL_FACTS,
};

/* What the series counts so far. */
int upcall_series_count(const struct session *session, const struct probe *probe,
			struct table *into, struct error *err);

extern const struct fact_spec upcall_fact_specs[];

/* For probe.since: waits of a port; the CPU of a handler's longest wait where that is known. */
void upcall_since(size_t fact, struct cell *row, const struct cell *before);

/* Adds the facts from UPCALL_FACT_PARTS on, from the maps of the probe; *ret_lost is what it could
 * not follow. */
int upcall_times_collect(const struct session *session, const struct probe *probe,
			 struct evidence *out, uint64_t *ret_lost, struct error *err);
