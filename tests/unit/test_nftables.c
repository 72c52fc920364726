// SPDX-License-Identifier: BSD-2-Clause
/* Rules and chains of nftables: which counter belongs to a verdict, and what tells of none. */
#include "unit.h"

#include <arpa/inet.h>
#include <endian.h>
#include <string.h>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/msg.h>

#include "nftables_rules.h"
#include "route.h"

static struct nl_msg *begin(int type)
{
	const struct nfgenmsg head = { .nfgen_family = NFPROTO_INET };
	struct nl_msg *message = nlmsg_alloc_simple((NFNL_SUBSYS_NFTABLES << 8) | type, 0);

	nlmsg_append(message, (void *)&head, sizeof(head), NLMSG_ALIGNTO);
	return message;
}

static void put_counter(struct nl_msg *message, int type, uint64_t packets)
{
	struct nlattr *nest = nla_nest_start(message, type);

	nla_put_u64(message, NFTA_COUNTER_PACKETS, htobe64(packets));
	nla_nest_end(message, nest);
}

static void put_verdict(struct nl_msg *message, int code)
{
	struct nlattr *data = nla_nest_start(message, NFTA_EXPR_DATA),
		      *value = nla_nest_start(message, NFTA_IMMEDIATE_DATA),
		      *verdict = nla_nest_start(message, NFTA_DATA_VERDICT);

	nla_put_u32(message, NFTA_VERDICT_CODE, htonl((uint32_t)code));
	nla_nest_end(message, verdict);
	nla_nest_end(message, value);
	nla_nest_end(message, data);
}

static void put_target(struct nl_msg *message, const char *name)
{
	struct nlattr *data = nla_nest_start(message, NFTA_EXPR_DATA);

	nla_put_string(message, NFTA_TARGET_NAME, name);
	nla_nest_end(message, data);
}

/* Expressions by letters: m a match, l log, c a counter of 5, C one of 9, d drop, j a jump, r
 * reject, R the REJECT of xtables, T another target. */
static void put_expressions(struct nl_msg *message, const char *letters)
{
	struct nlattr *list = nla_nest_start(message, NFTA_RULE_EXPRESSIONS);

	for (; *letters; letters++) {
		struct nlattr *element = nla_nest_start(message, NFTA_LIST_ELEM);
		const char *name = strchr("cC", *letters)   ? "counter"
				   : strchr("dj", *letters) ? "immediate"
				   : strchr("RT", *letters) ? "target"
				   : *letters == 'r'        ? "reject"
				   : *letters == 'l'        ? "log"
							    : "cmp";

		nla_put_string(message, NFTA_EXPR_NAME, name);
		if (strchr("cC", *letters))
			put_counter(message, NFTA_EXPR_DATA, *letters == 'c' ? 5 : 9);
		if (strchr("dj", *letters))
			put_verdict(message, *letters == 'd' ? NF_DROP : NFT_JUMP);
		if (strchr("RT", *letters))
			put_target(message, *letters == 'R' ? "REJECT" : "TCPMSS");
		nla_nest_end(message, element);
	}
	nla_nest_end(message, list);
}

static bool read_rule(const char *letters, struct nftables_rule *rule)
{
	cleanup_message struct nl_msg *message = begin(NFT_MSG_NEWRULE);

	nla_put_string(message, NFTA_RULE_TABLE, "guard");
	nla_put_string(message, NFTA_RULE_CHAIN, "in");
	nla_put_u64(message, NFTA_RULE_HANDLE, htobe64(7));
	put_expressions(message, letters);
	return nftables_rule_read(nlmsg_hdr(message), rule);
}

static void test_rules(void **state)
{
	static const char *const drop[] = { "cd", "mmcd", "mcld", "ccd", "mcrd", "cR" };
	static const char *const none[] = { "", "d", "md", "cmd", "cm", "c", "cj", "cT", "Cmmr" };
	struct nftables_rule rule = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(drop) / sizeof(*drop); i++) {
		assert_true(read_rule(drop[i], &rule));
		assert_int_equal(rule.packets, 5);
		assert_int_equal(rule.handle, 7);
		assert_string_equal(rule.table, "guard");
		assert_string_equal(rule.chain, "in");
		assert_string_equal(nftables_family_name(rule.family), "inet");
	}
	assert_true(read_rule("mcr", &rule) && rule.rejects);
	assert_true(read_rule("Cmcd", &rule) && rule.packets == 5 && !rule.rejects);
	rule.packets = 1;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(read_rule(none[i], &rule));
	assert_int_equal(rule.packets, 1);
}

static bool read_chain(int hook, int policy, uint64_t packets, struct nftables_chain *chain)
{
	cleanup_message struct nl_msg *message = begin(NFT_MSG_NEWCHAIN);
	struct nlattr *nest;

	nla_put_string(message, NFTA_CHAIN_TABLE, "guard");
	nla_put_string(message, NFTA_CHAIN_NAME, "in");
	if (hook >= 0) {
		nest = nla_nest_start(message, NFTA_CHAIN_HOOK);
		nla_put_u32(message, NFTA_HOOK_HOOKNUM, htonl((uint32_t)hook));
		nla_nest_end(message, nest);
		nla_put_u32(message, NFTA_CHAIN_POLICY, htonl((uint32_t)policy));
	}
	if (packets)
		put_counter(message, NFTA_CHAIN_COUNTERS, packets);
	return nftables_chain_read(nlmsg_hdr(message), chain);
}

static void test_chains(void **state)
{
	struct nftables_chain chain;

	(void)state;
	assert_true(read_chain(NF_INET_FORWARD, NF_DROP, 12, &chain));
	assert_true(chain.counted && chain.packets == 12);
	assert_string_equal(nftables_hook_name(chain.family, chain.hook), "forward");
	assert_true(read_chain(NF_INET_LOCAL_IN, NF_ACCEPT, 12, &chain) && !chain.counted);
	assert_true(read_chain(NF_INET_LOCAL_IN, NF_DROP, 0, &chain) && !chain.counted);
	assert_false(read_chain(-1, 0, 0, &chain));
	assert_string_equal(nftables_hook_name(NFPROTO_NETDEV, 1), "egress");
	assert_string_equal(nftables_hook_name(NFPROTO_ARP, 9), "other");
	assert_string_equal(nftables_family_name(250), "other");
}

static void test_other_messages(void **state)
{
	cleanup_message struct nl_msg *message = begin(NFT_MSG_NEWSET);
	struct nftables_chain chain;
	struct nftables_rule rule;

	(void)state;
	assert_false(nftables_rule_read(nlmsg_hdr(message), &rule));
	assert_false(nftables_chain_read(nlmsg_hdr(message), &chain));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_chains),
		cmocka_unit_test(test_other_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
