// SPDX-License-Identifier: BSD-2-Clause
/* How a NIC is set up, as its driver tells: each fills one row, or adds rows, of a table. */
#pragma once

#include "ethtool.h"
#include "table.h"

/* Speed in Mbit/s, duplex, autonegotiation: three cells from `first` on. */
void nic_link_modes(const struct ethtool *ethtool, const char *device, struct cell *first);
/* rx, rx_max, tx, tx_max: false when the driver has no rings to tell of. */
bool nic_rings(const struct ethtool *ethtool, const char *device, struct cell *first);
/* combined, combined_max, rx, rx_max, tx, tx_max. */
bool nic_channels(const struct ethtool *ethtool, const char *device, struct cell *first);
/* rx_usecs, tx_usecs, rx_frames, tx_frames, adaptive_rx, adaptive_tx. */
bool nic_coalescing(const struct ethtool *ethtool, const char *device, struct cell *first);

#define NIC_FEATURES 9
extern const char *const nic_features[NIC_FEATURES]; /* names of offloads that rules ask for */

struct nic_feature_state {
	bool active, possible; /* possible: it can be switched */
};

/* By the order of nic_features; false when the driver tells nothing. */
bool nic_offloads(const struct ethtool *ethtool, const char *device,
		  struct nic_feature_state ret_states[NIC_FEATURES]);
