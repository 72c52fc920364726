// SPDX-License-Identifier: BSD-2-Clause
/* A driver's own counters as rows of nic.statistics and, by queue, of nic.queue_traffic. */
#pragma once

#include "nic_list.h"
#include "probe.h"

void nic_count(const struct reading *reading, const struct nic *nic);
