// SPDX-License-Identifier: BSD-2-Clause
/*
 * What a megaflow matches and does, in the words of ovs-dpctl, as far as it matters for who lost
 * what: fields that nothing is asked of are left out, rare ones too.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <netlink/attr.h>

#define OVS_TEXT_MAX 384

struct ovs_key {
	char text[OVS_TEXT_MAX]; /* cut with "..." when it is longer */
	bool has_port;
	uint32_t in_port;
	const char *family;   /* "ipv4", "ipv6", "arp", "other"; "" when it takes any */
	const char *protocol; /* "udp", "17" ...; "" when it takes any */
	char protocol_number[8];
	char address[46]; /* destination, when it takes one only */
	bool has_destination;
	uint16_t destination; /* port, when it takes one only */
};

/* `mask` may be NULL: every bit is asked for. */
void ovs_key_read(struct nlattr *key, struct nlattr *mask, struct ovs_key *ret_key);

/* True when nothing in the list can send the packet anywhere. */
bool ovs_actions_drop(struct nlattr *actions);
/* `name_of` gives the name of a port, or NULL. */
void ovs_actions_text(struct nlattr *actions, const char *(*name_of)(uint32_t port, void *data),
		      void *data, char ret_text[OVS_TEXT_MAX]);
