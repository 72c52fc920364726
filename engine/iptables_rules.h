// SPDX-License-Identifier: BSD-2-Clause
/*
 * The rules of one iptables table ("legacy": ip_tables, ip6_tables) as the kernel hands them out:
 * one block of entries, each with its counters, chains one after the other. Only what drops is
 * told.
 *
 * nftables and `iptables` that is made of it are another matter: engine/probes/netfilter_verdict.c.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "error.h"

#define IPTABLES_HOOKS 5

/* IPv4 and IPv6 differ in the size of an entry's match only. */
struct iptables_family {
	const char *name;  /* as nftables calls it */
	const char *names; /* file that lists the tables of a namespace */
	int domain, level, get_info, get_entries;
	size_t header, counters, target_offset, next_offset;
};

extern const struct iptables_family iptables_families[2];

/* Where the chains of the kernel's own begin and end, by hook; those of `valid` only. */
struct iptables_chains {
	uint32_t valid;
	uint32_t start[IPTABLES_HOOKS], policy[IPTABLES_HOOKS];
};

struct iptables_rule {
	const char *chain;   /* ends with a zero, good as long as the block */
	uint32_t number;     /* as --line-numbers counts; 0: the chain's policy */
	const char *verdict; /* "DROP" or "REJECT" */
	uint64_t packets;
};

typedef void (*iptables_each)(const struct iptables_rule *rule, void *data);

/* Fails at the first entry that does not fit into the block. */
int iptables_rules(const struct iptables_family *family, const struct iptables_chains *chains,
		   const void *block, size_t size, iptables_each each, void *data,
		   struct error *err);
