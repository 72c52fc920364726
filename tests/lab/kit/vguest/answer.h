// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a small host answers: ARP and neighbour solicitations for its addresses, echo requests, and
 * every UDP datagram, which it sends back; those to the discard port (9) it keeps.
 */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host {
	uint8_t mac[6];
	struct in_addr ip4; /* 0.0.0.0: none */
	struct in6_addr ip6;
};

/* Turns a frame into its answer in place; the answer is as long as the frame unless *length says
 * otherwise, and never longer than `space`. False: this host does not answer that. */
bool answer(const struct host *host, uint8_t *frame, size_t *length, size_t space);
