// SPDX-License-Identifier: BSD-2-Clause
#include "nftables_rules.h"

#include <arpa/inet.h>
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter_arp.h>
#include <netlink/attr.h>

#include "attribute.h"

#define HEAD sizeof(struct nfgenmsg)

static const struct nla_policy rule_shape[NFTA_RULE_MAX + 1] = {
	[NFTA_RULE_TABLE] = { .type = NLA_STRING },
	[NFTA_RULE_CHAIN] = { .type = NLA_STRING },
	[NFTA_RULE_HANDLE] = { .type = NLA_U64 },
	[NFTA_RULE_EXPRESSIONS] = { .type = NLA_NESTED },
};

static const struct nla_policy chain_shape[NFTA_CHAIN_MAX + 1] = {
	[NFTA_CHAIN_TABLE] = { .type = NLA_STRING },    [NFTA_CHAIN_NAME] = { .type = NLA_STRING },
	[NFTA_CHAIN_HOOK] = { .type = NLA_NESTED },     [NFTA_CHAIN_POLICY] = { .type = NLA_U32 },
	[NFTA_CHAIN_COUNTERS] = { .type = NLA_NESTED },
};

static const struct nla_policy counter_shape[NFTA_COUNTER_MAX + 1] = {
	[NFTA_COUNTER_PACKETS] = { .type = NLA_U64 },
};

static uint8_t family_of(const struct nlmsghdr *message)
{
	return ((const struct nfgenmsg *)nlmsg_data(message))->nfgen_family;
}

static bool is(const struct nlmsghdr *message, int type)
{
	return message->nlmsg_type == ((NFNL_SUBSYS_NFTABLES << 8) | type);
}

static void copy_text(char text[64], const struct nlattr *attribute)
{
	snprintf(text, 64, "%s", attribute_text(attribute));
}

static bool read_counter(const struct nlattr *data, uint64_t *ret_packets)
{
	struct nlattr *attributes[NFTA_COUNTER_MAX + 1];

	if (!data ||
	    nla_parse_nested(attributes, NFTA_COUNTER_MAX, (struct nlattr *)data, counter_shape) <
		    0 ||
	    !attributes[NFTA_COUNTER_PACKETS])
		return false;
	*ret_packets = be64toh(nla_get_u64(attributes[NFTA_COUNTER_PACKETS]));
	return true;
}

/* Nested as deep as the kernel does it: an immediate's data holds a verdict, which holds a code. */
static bool is_drop(const struct nlattr *data)
{
	static const int path[] = { NFTA_IMMEDIATE_DATA, NFTA_DATA_VERDICT, NFTA_VERDICT_CODE };

	for (size_t i = 0; data && i < sizeof(path) / sizeof(*path); i++)
		data = nla_find(nla_data(data), nla_len(data), path[i]);
	return data && nla_len(data) >= (int)sizeof(uint32_t) &&
	       ntohl(attribute_u32(data)) == NF_DROP;
}

static const struct nlattr *find_text(const struct nlattr *in, int type, const char **ret_text)
{
	const struct nlattr *found = nla_find(nla_data(in), nla_len(in), type);

	if (!found || nla_len(found) < 1 || ((const char *)nla_data(found))[nla_len(found) - 1])
		return NULL;
	*ret_text = nla_data(found);
	return found;
}

/* What `iptables` made of nftables drops with is a target of xtables where nftables has none. */
static bool is_reject(const char *name, const struct nlattr *data)
{
	const char *target;

	if (!strcmp(name, "reject"))
		return true;
	return !strcmp(name, "target") && data && find_text(data, NFTA_TARGET_NAME, &target) &&
	       !strcmp(target, "REJECT");
}

/* Follows the expressions of a rule: true when it drops or rejects what its counter counted last.
 */
static bool follow(const struct nlattr *expressions, struct nftables_rule *rule)
{
	struct nlattr *expression;
	bool counted = false;
	int left;

	nla_for_each_nested(expression, expressions, left)
	{
		const struct nlattr *data =
			nla_find(nla_data(expression), nla_len(expression), NFTA_EXPR_DATA);
		const char *name;

		if (!find_text(expression, NFTA_EXPR_NAME, &name))
			return false;
		rule->rejects = is_reject(name, data);
		if (rule->rejects || (!strcmp(name, "immediate") && is_drop(data)))
			return counted;
		if (!strcmp(name, "counter"))
			counted = read_counter(data, &rule->packets);
		else if (strcmp(name, "log"))
			counted = false;
	}
	return false;
}

bool nftables_rule_read(struct nlmsghdr *message, struct nftables_rule *ret_rule)
{
	struct nlattr *attributes[NFTA_RULE_MAX + 1];
	struct nftables_rule rule = { 0 };

	if (!is(message, NFT_MSG_NEWRULE) ||
	    nlmsg_parse(message, HEAD, attributes, NFTA_RULE_MAX, rule_shape) < 0 ||
	    !attributes[NFTA_RULE_TABLE] || !attributes[NFTA_RULE_CHAIN] ||
	    !attributes[NFTA_RULE_HANDLE] || !attributes[NFTA_RULE_EXPRESSIONS] ||
	    !follow(attributes[NFTA_RULE_EXPRESSIONS], &rule))
		return false;
	copy_text(rule.table, attributes[NFTA_RULE_TABLE]);
	copy_text(rule.chain, attributes[NFTA_RULE_CHAIN]);
	rule.family = family_of(message);
	rule.handle = be64toh(nla_get_u64(attributes[NFTA_RULE_HANDLE]));
	*ret_rule = rule;
	return true;
}

bool nftables_chain_read(struct nlmsghdr *message, struct nftables_chain *ret_chain)
{
	struct nlattr *attributes[NFTA_CHAIN_MAX + 1];
	struct nftables_chain chain = { 0 };
	const struct nlattr *hook;

	if (!is(message, NFT_MSG_NEWCHAIN) ||
	    nlmsg_parse(message, HEAD, attributes, NFTA_CHAIN_MAX, chain_shape) < 0 ||
	    !attributes[NFTA_CHAIN_TABLE] || !attributes[NFTA_CHAIN_NAME] ||
	    !attributes[NFTA_CHAIN_HOOK])
		return false;
	hook = nla_find(nla_data(attributes[NFTA_CHAIN_HOOK]), nla_len(attributes[NFTA_CHAIN_HOOK]),
			NFTA_HOOK_HOOKNUM);
	if (!hook || nla_len(hook) < (int)sizeof(uint32_t))
		return false;
	copy_text(chain.table, attributes[NFTA_CHAIN_TABLE]);
	copy_text(chain.name, attributes[NFTA_CHAIN_NAME]);
	chain.family = family_of(message);
	chain.hook = (uint8_t)ntohl(attribute_u32(hook));
	chain.counted = attributes[NFTA_CHAIN_POLICY] &&
			ntohl(attribute_u32(attributes[NFTA_CHAIN_POLICY])) == NF_DROP &&
			read_counter(attributes[NFTA_CHAIN_COUNTERS], &chain.packets);
	*ret_chain = chain;
	return true;
}

const char *nftables_family_name(uint8_t family)
{
	static const char *const names[NFPROTO_NUMPROTO] = {
		[NFPROTO_INET] = "inet", [NFPROTO_IPV4] = "ip",       [NFPROTO_ARP] = "arp",
		[NFPROTO_IPV6] = "ip6",  [NFPROTO_BRIDGE] = "bridge", [NFPROTO_NETDEV] = "netdev",
	};

	return family < NFPROTO_NUMPROTO && names[family] ? names[family] : "other";
}

#define NAME_OF(names, hook) ((hook) < sizeof(names) / sizeof(*(names)) ? (names)[hook] : "other")

const char *nftables_hook_name(uint8_t family, uint8_t hook)
{
	static const char *const inet[] = {
		[NF_INET_PRE_ROUTING] = "prerouting",   [NF_INET_LOCAL_IN] = "input",
		[NF_INET_FORWARD] = "forward",          [NF_INET_LOCAL_OUT] = "output",
		[NF_INET_POST_ROUTING] = "postrouting", [NF_INET_INGRESS] = "ingress",
	};
	static const char *const arp[] = { "input", "output", "forward" };
	static const char *const device[] = { "ingress", "egress" };

	if (family == NFPROTO_ARP)
		return NAME_OF(arp, hook);
	if (family == NFPROTO_NETDEV)
		return NAME_OF(device, hook);
	return NAME_OF(inet, hook);
}
