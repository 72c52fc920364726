// SPDX-License-Identifier: BSD-2-Clause
/*
 * What the question is about: one conversation, some devices, some namespaces, or everything.
 *
 * Options are ANDed, comma lists ORed; a packet is in the conversation when its addresses and ports
 * match as given or turned round; ICMP errors about it and ARP/ND for its addresses belong to it.
 * `direction` keeps what leaves this host (tx) or what arrives (rx), and on an interface given by
 * --vm-interface what leaves that VM or what arrives at it. A port without a protocol
 * means TCP and UDP; icmp includes ICMPv6.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <cjson/cJSON.h>

#include "error.h"
#include "netns.h"

#define SCOPE_MAX 8 /* entries of each comma list */

struct scope_address {
	uint8_t family;    /* AF_INET or AF_INET6 */
	uint8_t prefix;    /* bits that count */
	uint8_t bytes[16]; /* network order; IPv4 in the first four */
};

struct scope_addresses {
	struct scope_address entries[SCOPE_MAX];
	unsigned count;
};

struct scope_ports {
	uint16_t entries[SCOPE_MAX];
	unsigned count;
};

struct scope_devices {
	char names[SCOPE_MAX][16];
	/* Where the names were found; more than one namespace may have the same name. */
	struct {
		uint32_t netns; /* inode */
		uint32_t ifindex;
		bool vm; /* its other end is a VM, so that tx is what it receives */
	} found[SCOPE_MAX * 4];
	unsigned count, found_count;
	unsigned vm, phy; /* bit i: names[i] came from --vm-interface, --phy-interface */
};

enum scope_protocol { SCOPE_TCP = 1, SCOPE_UDP = 2, SCOPE_ICMP = 4, SCOPE_ALL = 0 };
enum scope_direction { SCOPE_BOTH, SCOPE_TX, SCOPE_RX };

struct scope {
	struct scope_addresses source, destination;
	struct scope_ports source_ports, destination_ports;
	unsigned protocols; /* SCOPE_* bits, SCOPE_ALL for no restriction */
	enum scope_direction direction;
	struct scope_devices devices; /* --device, --vm-interface and --phy-interface together */
	char *netns;                  /* --netns as given, NULL for all */
	char *vm;                     /* --vm as given, or NULL */
};

/* Each reads one option's value into `scope`; a refusal names option and value in one sentence.
 * `option` is the name without dashes (l4-protocol is protocol); the same again adds to its list.
 */
int scope_set(struct scope *scope, const char *option, const char *value, struct error *err);
/* What no single option shows: a scope that no packet can be in. */
int scope_check(const struct scope *scope, struct error *err);
/* Puts the taps of the VM of --vm, and of a VM whose worker vhost-PID is given as a device, among
 * the devices; a VM that is not there is an error. */
int scope_find_vms(struct scope *scope, struct error *err);
/* Looks the device names up in every listed namespace (in a child with a deadline); a name found
 * nowhere is an error. */
int scope_find_devices(struct scope *scope, const struct netns_list *namespaces, struct error *err);
/* True when anything at all narrows it. */
bool scope_narrow(const struct scope *scope);
/* As given, for run.scope of the report: {"src_ip": "10.0.0.1", ...}, empty when not narrowed. */
cJSON *scope_to_json(const struct scope *scope);
void scope_clear(struct scope *scope);
