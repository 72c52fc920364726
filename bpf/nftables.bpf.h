/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rules of nftables as the kernel keeps them to be run, and how to find the one that an
 * expression stands in.
 *
 * A chain's rules are one block of memory: a header of eight bytes, the rule's expressions, the
 * next header. An expression does not know its rule, so the block is walked from its start.
 */
#pragma once

#include "kernel.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#define RULES_MAX 1024 /* walked per chain; a rule behind that stays without handle */

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct nf_hook_state {
	u8 hook;
	struct net *net;
};

struct nft_pktinfo {
	struct sk_buff *skb;
	const struct nf_hook_state *state; /* a pointer since 5.13 */
};

struct nft_rule_blob {
	unsigned long size;
	unsigned char data[0];
};

struct nft_table {
	u16 family : 6;
	char *name;
};

/* The rules stand in a block since 5.17, 2c865a8a28a1 ("netfilter: nf_tables: add rule blob
 * layout"); of its two versions one is in use. */
struct nft_chain {
	struct nft_rule_blob *blob_gen_0;
	struct nft_rule_blob *blob_gen_1;
	struct nft_table *table;
	char *name;
};

struct nft_verdict {
	u32 code;
	struct nft_chain *chain;
};

struct nft_data {
	struct nft_verdict verdict;
};

struct nft_immediate_expr {
	struct nft_data data;
	u8 dreg;
};

struct nft_expr_ops {
	unsigned int size;
};

struct nft_expr {
	const struct nft_expr_ops *ops;
	unsigned char data[0];
};

/* At the end of the block since 6.4: whose rules these were. */
struct nft_rule_dp_last {
	const struct nft_chain *chain;
};

#pragma clang attribute pop

#define NFT_REGISTER_VERDICT 0
#define NFT_CODE_JUMP ((u32)-3)
#define NFT_CODE_GOTO ((u32)-4)

/* is_last:1, dlen:12, handle:42 */
#define RULE_HEADER 8

static __always_inline bool rule_is_last(u64 header)
{
	return header & 1;
}

static __always_inline u32 rule_length(u64 header)
{
	return header >> 1 & 0xfff;
}

static __always_inline u64 rule_handle(u64 header)
{
	return header >> 13 & ((1ull << 42) - 1);
}

static __always_inline bool blob_holds(const struct nft_rule_blob *blob, u64 expression,
				       u64 *ret_start)
{
	u64 start = (u64)&blob->data;

	if (!blob || expression < start || expression >= start + BPF_CORE_READ(blob, size))
		return false;
	*ret_start = start;
	return true;
}

/* Where the rules begin that hold the expression, if the chain has it. */
static __always_inline bool chain_holds(const struct nft_chain *chain, u64 expression,
					u64 *ret_start)
{
	return bpf_core_field_exists(chain->blob_gen_0) && chain &&
	       (blob_holds(BPF_CORE_READ(chain, blob_gen_0), expression, ret_start) ||
		blob_holds(BPF_CORE_READ(chain, blob_gen_1), expression, ret_start));
}

static __always_inline u64 find_rule(u64 start, u64 expression)
{
	u64 header, at = start;

	for (u32 i = 0; i < RULES_MAX; i++) {
		if (bpf_probe_read_kernel(&header, sizeof(header), (void *)at) ||
		    rule_is_last(header))
			break;
		if (expression < at + RULE_HEADER + rule_length(header))
			return rule_handle(header);
		at += RULE_HEADER + rule_length(header);
	}
	return 0;
}

/* From the expression on: behind the last one of a rule comes the next header. */
static __always_inline const struct nft_chain *find_chain(const struct nft_expr *expression)
{
	u64 header, at = (u64)expression + BPF_CORE_READ(expression, ops, size);

	if (!bpf_core_type_exists(struct nft_rule_dp_last))
		return NULL;
	for (u32 i = 0; i < RULES_MAX; i++) {
		if (bpf_probe_read_kernel(&header, sizeof(header), (void *)at))
			break;
		if (rule_is_last(header))
			return BPF_CORE_READ((const struct nft_rule_dp_last *)at, chain);
		at += RULE_HEADER + rule_length(header);
	}
	return NULL;
}
