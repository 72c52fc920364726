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
#define DATA_MAX 128

enum wrong { NOTHING, IP_SUM, PAYLOAD, LENGTH, IP_HEADER, TRANSPORT };

/* Of each datagram only its first fragment; or two that overlap. */
enum fragments { WHOLE, FIRST, OVERLAPPING };

struct plan {
	const char *device;
	int protocol;          /* as in the IP header */
	struct ether_addr mac; /* of the receiver */
	struct sockaddr_storage from, to;
	long port, from_port, count, rate, payload, ttl, vlan, tos;
	long segment;   /* sequence number of a TCP segment with data; -1: a SYN */
	long timestamp; /* of that segment; -1: none */
	enum wrong wrong;
	enum fragments fragments;
	uint8_t data[DATA_MAX]; /* what the payload begins with */
	size_t data_length;
};

struct frame {
	uint8_t bytes[2048];
	size_t length;
};

/* Number `number` of the frames that the plan asks for. */
struct frame frame_build(const struct plan *plan, const uint8_t *from_mac, long number);
