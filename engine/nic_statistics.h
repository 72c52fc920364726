// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a driver's name of a counter means.
 *
 * Drivers agree on nothing. The table knows the names of the families that it lists, from their
 * documentation and sources, and says nothing of any other name: a meaning is never guessed.
 *
 *   rx_ring_lost     packets lost because no receive descriptor was free
 *   rx_ring_empty    packets that found none free and waited in the device
 *   rx_port_lost     packets lost in the port's own buffers, before any ring
 *   rx_alloc_failed  receive buffers that could not be had from memory
 *   xdp_drops        packets that an XDP program dropped in the driver
 *   rx_driver_drops, tx_driver_drops    packets that the driver gave up
 *   tx_ring_full     the transmit ring had no room
 *   crc_errors, frame_errors, length_errors, symbol_errors    frames broken on the wire
 *   fec_corrected, fec_uncorrectable    bits or blocks that arrived wrong
 *   link_faults, link_down              the other end, or the link itself
 *   checksum_errors  packets whose checksum the device found wrong
 *   rx_pause, tx_pause    pause frames received and sent
 *   tx_timeout       a transmit queue stood still
 *   rx_packets, tx_packets    of one queue
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct nic_statistic {
	const char *meaning; /* NULL: unknown */
	bool of_queue;
	uint32_t queue;
};

/* One driver's names are told in their order: some only mean something below another one. */
struct nic_namer {
	const struct nic_family *family;
	bool in_queue;
	uint32_t queue;
};

void nic_namer_begin(struct nic_namer *namer, const char *driver);
/* `name` without the blanks in front of it. */
struct nic_statistic nic_namer_next(struct nic_namer *namer, const char *name, uint64_t count);
