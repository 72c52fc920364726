// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the programs of bpf/vhost_queues.bpf.c counted, as rows: a virtqueue each, with the
 * percentiles of the times that were taken on its way.
 */
#pragma once

#include "error.h"
#include "evidence.h"
#include "session.h"

extern const struct column_spec vhost_traffic_columns[];

/* Fills the fact from the map of queue pairs; `probe` owns it. */
int vhost_traffic_collect(const struct session *session, const struct probe *probe,
			  struct fact *fact, struct error *err);
