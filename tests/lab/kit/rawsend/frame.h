// SPDX-License-Identifier: BSD-2-Clause
/*
 * A whole Ethernet frame, right or wrong in one chosen way.
 */
#pragma once

#include <net/ethernet.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define PAYLOAD_MAX 1400

enum wrong { NOTHING, IP_HEADER, PAYLOAD, LENGTH };

struct plan {
	const char *device;
	int protocol;          /* as in the IP header */
	struct ether_addr mac; /* of the receiver */
	struct sockaddr_storage from, to;
	long port, count, rate, payload, ttl, vlan;
	enum wrong wrong;
};

struct frame {
	uint8_t bytes[2048];
	size_t length;
};

struct frame frame_build(const struct plan *plan, const uint8_t *from_mac);
