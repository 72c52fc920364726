// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the programs of bpf/vhost_queues.bpf.c counted, as rows: a virtqueue each, with the
 * percentiles of the times that were taken on its way.
 */
#pragma once

#include "error.h"
#include "evidence.h"
#include "session.h"

/* Those of the fact, and those that it has until vhost_traffic_told(). */
extern const struct column_spec vhost_traffic_columns[], vhost_traffic_counted[];

/* Adds a fact after `spec` from the map of queue pairs; `probe` owns it. It has columns more, of
 * which vhost_traffic_since() makes the values of a window, and which vhost_traffic_told() takes
 * away. */
int vhost_traffic_collect(const struct session *session, const struct probe *probe,
			  const struct fact_spec *spec, struct evidence *out, struct error *err);
/* For probe.since, of which its facts that are read have no need. The deepest of a window is known
 * only where it grew. */
void vhost_traffic_since(size_t fact, struct cell *row, const struct cell *before);
/* For probe.join. */
void vhost_traffic_told(const struct session *session, struct evidence *evidence);
