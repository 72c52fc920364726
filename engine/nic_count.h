// SPDX-License-Identifier: BSD-2-Clause
/* A driver's own counters as rows of nic.statistics and, by queue, of nic.queue_traffic. */
#pragma once

#include "nic_list.h"
#include "probe.h"

/* Returns how many counters the driver told; 0: it has none, or did not answer. */
size_t nic_count(const struct reading *reading, const struct nic *nic);

/* Of a difference of one of these facts, keeps the rows of devices whose driver told something when
 * nic.links was first read; returns how many went. A counter that was zero then has no row, so the
 * others' rows cannot tell those from counters of a driver that was silent. */
size_t nic_keep_told(const struct table *first_links, struct table *counted);
