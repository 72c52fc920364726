// SPDX-License-Identifier: BSD-2-Clause
/*
 * The rules of nftables (and of `iptables` that is made of it) as nfnetlink hands them out. Only
 * what drops and counts is told: a verdict whose own counter stands right before it, and the policy
 * of a chain that has one. No trace rule is added, nothing is changed or reset.
 *
 * A counter in front of a match counts more than the verdict drops, and is not taken.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <netlink/msg.h>

struct nftables_rule {
	char table[64], chain[64];
	uint8_t family;  /* NFPROTO_ */
	uint64_t handle; /* as `nft -a` shows it; 0: the chain's policy */
	bool rejects;
	uint64_t packets;
};

/* A chain that hangs on a hook. */
struct nftables_chain {
	char table[64], name[64];
	uint8_t family, hook;
	bool counted; /* its policy is drop, and counts */
	uint64_t packets;
};

/* False when the message is no rule that drops and counts. */
bool nftables_rule_read(struct nlmsghdr *message, struct nftables_rule *ret_rule);
/* False when the message is no chain that hangs on a hook. */
bool nftables_chain_read(struct nlmsghdr *message, struct nftables_chain *ret_chain);

/* As nft calls them; "other". */
const char *nftables_family_name(uint8_t family);
const char *nftables_hook_name(uint8_t family, uint8_t hook);
