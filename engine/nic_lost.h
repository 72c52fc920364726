// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a NIC lost in the window, once for each meaning, whatever its driver calls it.
 *
 * Drivers count one loss in several places: for the device, again for each queue, and in the
 * standard counters of the link. The largest of these is the loss; adding them would count it
 * twice.
 */
#pragma once

#include "table.h"

enum { LOST_MEANING = 2, LOST_PACKETS };

/* `links` and `statistics` are the tables of nic.links and nic.statistics, as differences; the rows
 * of nic.lost are added to `lost`. */
void nic_lost(const struct table *links, const struct table *statistics, struct table *lost);
