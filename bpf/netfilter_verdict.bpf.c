// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whose verdict a dropped packet died of: table, chain and, where it can be told, rule.
 *
 * A drop is seen when the chain returns. Before that the expression that says "drop" has passed by,
 * and the jumps that led to it: from these the rule is found. What belongs together is kept per CPU
 * and joined by the packet's address; an interruption costs a handle, never gives a wrong one.
 */
#include "netfilter_verdict.h"
#include "nftables.bpf.h"
#include "scope.bpf.h"

#define VERDICT_MASK 0xff
#define VERDICT_DROP 0
#define VERDICT_STOLEN 2
#define JUMPS 4

struct verdict_state {
	u64 packet; /* the packet that the rest is about */
	u64 expression;
	u64 jumped[JUMPS];
	u32 jumps;
	enum scope_answer answer;
	u64 freed; /* the packet that `answer` is about */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VERDICT_KEYS);
	__type(key, struct verdict_key);
	__type(value, struct verdict_value);
} verdicts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct verdict_counters);
} verdict_counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct verdict_state);
} verdict_states SEC(".maps");

static __always_inline struct verdict_state *own_state(void)
{
	u32 zero = 0;

	return bpf_map_lookup_elem(&verdict_states, &zero);
}

/* For every verdict that a rule gives by itself: remembers drops, and where jumps lead. */
SEC("fentry/nft_immediate_eval")
int netfilter_rule(u64 *ctx)
{
	const struct nft_expr *expression = (const void *)ctx[0];
	const struct nft_pktinfo *pkt = (const void *)ctx[2];
	const struct nft_immediate_expr *immediate = (const void *)&expression->data;
	u32 code = BPF_CORE_READ(immediate, data.verdict.code);
	struct verdict_state *state;
	u64 packet;

	if (!counting || BPF_CORE_READ(immediate, dreg) != NFT_REGISTER_VERDICT)
		return 0;
	if (code != VERDICT_DROP && code != NFT_CODE_JUMP && code != NFT_CODE_GOTO)
		return 0;
	state = own_state();
	if (!state)
		return 0;
	packet = (u64)pkt->skb;
	if (state->packet != packet) {
		state->packet = packet;
		state->jumps = 0;
	}
	state->expression = 0;
	if (code == VERDICT_DROP)
		state->expression = (u64)expression;
	else
		state->jumped[state->jumps++ % JUMPS] =
			(u64)BPF_CORE_READ(immediate, data.verdict.chain);
	return 0;
}

static __always_inline enum scope_answer answer_for(const struct sk_buff *skb)
{
	struct packet packet = {};

	return scope.narrow ? read_in_scope(&packet, skb, NULL) : SCOPE_IN;
}

/* Since 6.7 the packet is freed before the chain returns: the scope is asked while it still is. */
SEC("tp_btf/kfree_skb")
int netfilter_freed(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[0];
	struct verdict_state *state;
	enum scope_answer answer;

	if (!scope.narrow || !counting)
		return 0;
	answer = answer_for(skb);
	state = own_state();
	if (state) {
		state->answer = answer;
		state->freed = (u64)skb;
	}
	return 0;
}

/* The chain that the dropping expression stands in, and where its rules begin: the base chain, one
 * that a rule jumped to, or one that a map of verdicts jumped to. */
static __always_inline const struct nft_chain *chain_of(const struct verdict_state *state,
							const struct nft_chain *base,
							u64 *ret_start)
{
	const struct nft_chain *chain = base;

	if (chain_holds(chain, state->expression, ret_start))
		return chain;
	for (u32 i = 0; i < JUMPS && i < state->jumps; i++) {
		chain = (const void *)state->jumped[i];
		if (chain_holds(chain, state->expression, ret_start))
			return chain;
	}
	chain = find_chain((const void *)state->expression);
	return chain_holds(chain, state->expression, ret_start) ? chain : base;
}

static __always_inline struct verdict_value *value_of(const struct verdict_key *key,
						      const struct nft_chain *chain)
{
	struct verdict_value fresh = {}, *value = bpf_map_lookup_elem(&verdicts, key);

	if (value)
		return value;
	bpf_probe_read_kernel_str(fresh.table, sizeof(fresh.table),
				  BPF_CORE_READ(chain, table, name));
	bpf_probe_read_kernel_str(fresh.chain, sizeof(fresh.chain), BPF_CORE_READ(chain, name));
	bpf_map_update_elem(&verdicts, key, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&verdicts, key);
}

static __always_inline void count_verdict(const struct nft_pktinfo *pkt,
					  const struct nft_chain *chain,
					  struct verdict_state *state,
					  struct verdict_counters *counters)
{
	const struct nf_hook_state *hook = pkt->state;
	/* Without an expression that said so it is the policy, or a rule that says it otherwise. */
	struct verdict_key key = {};
	const struct nft_table *table;
	struct verdict_value *value;
	u64 start = 0;

	key.hook = BPF_CORE_READ(hook, hook);
	key.netns = netns_inode(BPF_CORE_READ(hook, net));
	if (state->packet == (u64)pkt->skb && state->expression)
		chain = chain_of(state, chain, &start);
	if (start)
		key.rule = find_rule(start, state->expression);
	key.chain = (u64)chain;
	table = BPF_CORE_READ(chain, table);
	key.family = BPF_CORE_READ_BITFIELD_PROBED(table, family);
	value = value_of(&key, chain);
	if (value)
		__sync_fetch_and_add(&value->packets, 1);
	else
		counters->lost++;
}

/*
 * A drop is returned as such and the caller frees; since 6.7, e0d4593140b0 ("netfilter: make
 * nftables drops visible in net dropmonitor"), the packet is freed in the chain already and the
 * return value is "stolen" with the error above it.
 */
SEC("fexit/nft_do_chain")
int netfilter_verdict(u64 *ctx)
{
	const struct nft_pktinfo *pkt = (const void *)ctx[0];
	u32 verdict = (u32)ctx[2], zero = 0;
	bool freed = (verdict & VERDICT_MASK) == VERDICT_STOLEN && verdict >> 16;
	struct verdict_counters *counters;
	struct verdict_state *state;
	enum scope_answer answer;

	if (!counting || (!freed && (verdict & VERDICT_MASK) != VERDICT_DROP))
		return 0;
	state = own_state();
	counters = bpf_map_lookup_elem(&verdict_counters, &zero);
	if (!state || !counters || !bpf_core_field_exists(pkt->state))
		return 0;
	if (!freed)
		answer = answer_for(pkt->skb);
	else if (!scope.narrow)
		answer = SCOPE_IN;
	else
		answer = state->freed == (u64)pkt->skb ? state->answer : SCOPE_OUT;
	if (answer == SCOPE_IN) {
		counters->in_scope++;
		count_verdict(pkt, (const void *)ctx[1], state, counters);
	}
	state->packet = 0;
	state->freed = 0;
	state->expression = 0;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
