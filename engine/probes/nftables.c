// SPDX-License-Identifier: BSD-2-Clause
/*
 * Reading changes nothing, and asks only where nf_tables is loaded already: a question would load
 * it.
 */
#include "probe.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <netlink/errno.h>

#include "cleanup.h"
#include "clock.h"
#include "kernel_btf.h"
#include "memory.h"
#include "nftables_rules.h"
#include "route.h"
#include "session.h"
#include "system_file.h"
#include "text.h"

#define MAX_CHAINS 4096
#define DUMP_ATTEMPTS 3          /* somebody may be changing the rules */
#define RECEIVE_BYTES (32 << 10) /* the kernel fills no more of a dump at once */
#define MOST_MS 1200             /* some ten thousand rules; no lock is held meanwhile */

enum { NETNS, FAMILY, HOOK, TABLE, CHAIN, RULE, VERDICT, PACKETS };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[FAMILY] = { "family", COLUMN_KEY, NULL },
	[HOOK] = { "hook", COLUMN_KEY, NULL }, /* "": the chain is called by others */
	[TABLE] = { "table", COLUMN_KEY, NULL },
	[CHAIN] = { "chain", COLUMN_KEY, NULL },
	[RULE] = { "rule", COLUMN_KEY, NULL },
	[VERDICT] = { "verdict", COLUMN_KEY, NULL },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "nftables.rules",
	  "what the rules and policies of nftables dropped or rejected, by their own counters; "
	  "those "
	  "without a counter have no row",
	  columns },
	{ 0 },
};

static int read_rules(const struct reading *reading, struct error *err);

const struct probe probe_nftables = {
	.name = "nftables",
	.summary = "counters of the nftables rules that drop, in every namespace",
	.summary_zh = "每个命名空间中 nftables 丢弃规则的计数器",
	.facts = facts,
	.cost = COST_COUNTERS,
	.seldom = true,
	.read = read_rules,
	.moved = true,
};

struct walk {
	const struct reading *reading;
	struct nftables_chain *chains;
	size_t count;
	int64_t end_ms;
	bool stopped;
};

static void add_row(const struct walk *walk, const struct nftables_rule *rule, const char *hook)
{
	struct cell *row = reading_row(walk->reading, 0);
	char handle[24] = "";

	if (rule->handle)
		snprintf(handle, sizeof(handle), "%" PRIu64, rule->handle);
	cell_text(&row[FAMILY], nftables_family_name(rule->family));
	cell_text(&row[HOOK], hook);
	cell_system_text(&row[TABLE], rule->table);
	cell_system_text(&row[CHAIN], rule->chain);
	cell_text(&row[RULE], handle);
	cell_text(&row[VERDICT], rule->rejects ? "reject" : "drop");
	cell_count(&row[PACKETS], rule->packets);
}

static void take_chain(struct walk *walk, struct nlmsghdr *message)
{
	struct nftables_chain *chain = &walk->chains[walk->count];
	struct nftables_rule policy = { 0 };

	if (walk->count == MAX_CHAINS || !nftables_chain_read(message, chain))
		return;
	walk->count++;
	if (!chain->counted)
		return;
	memcpy(policy.table, chain->table, sizeof(policy.table));
	memcpy(policy.chain, chain->name, sizeof(policy.chain));
	policy.family = chain->family;
	policy.packets = chain->packets;
	add_row(walk, &policy, nftables_hook_name(chain->family, chain->hook));
}

static const char *hook_of(const struct walk *walk, const struct nftables_rule *rule)
{
	for (size_t i = 0; i < walk->count; i++) {
		const struct nftables_chain *chain = &walk->chains[i];

		if (chain->family == rule->family && !strcmp(chain->table, rule->table) &&
		    !strcmp(chain->name, rule->chain))
			return nftables_hook_name(chain->family, chain->hook);
	}
	return "";
}

static int take(struct nl_msg *message, void *data)
{
	struct walk *walk = data;
	struct nftables_rule rule;

	if (!nftables_rule_read(nlmsg_hdr(message), &rule))
		take_chain(walk, nlmsg_hdr(message));
	else if (rule.packets) /* one that comes later counts from zero anyway */
		add_row(walk, &rule, hook_of(walk, &rule));
	walk->stopped = clock_ms() > walk->end_ms;
	return walk->stopped ? NL_STOP : NL_OK;
}

static int dump(struct nl_sock *socket, int type, struct walk *walk)
{
	const struct nfgenmsg all = { .nfgen_family = AF_UNSPEC, .version = NFNETLINK_V0 };
	cleanup_message struct nl_msg *message = must_have(
		nlmsg_alloc_simple((NFNL_SUBSYS_NFTABLES << 8) | type, NLM_F_REQUEST | NLM_F_DUMP));
	int r;

	nlmsg_append(message, (void *)&all, sizeof(all), NLMSG_ALIGNTO);
	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, take, walk);
	r = nl_send_auto(socket, message);
	return r < 0 ? r : nl_recvmsgs_default(socket);
}

/* Looked up once for all namespaces. */
static bool is_built_in(const struct session *session)
{
	static int known = -1;
	const struct kernel_btf *kernel = session_kernel(session);

	if (known < 0)
		known = kernel && btf__find_by_name_kind(kernel_btf_vmlinux(kernel), "nft_do_chain",
							 BTF_KIND_FUNC) > 0;
	return known;
}

static bool is_loaded(const struct session *session)
{
	char text[32];

	if (system_text(text, sizeof(text), "/sys/module/nf_tables/initstate") == 0)
		return !strcmp(text, "live");
	return is_built_in(session);
}

/* A part of the rules is worth nothing: at the next reading the others would count from zero. */
static int ask(struct nl_sock *socket, struct walk *walk)
{
	int r = -NLE_DUMP_INTR;

	for (int i = 0; i < DUMP_ATTEMPTS && r == -NLE_DUMP_INTR; i++) {
		table_free(walk->reading->tables[0]);
		walk->reading->tables[0] = table_new(columns);
		walk->count = 0;
		r = dump(socket, NFT_MSG_GETCHAIN, walk);
		if (r >= 0 && !walk->stopped)
			r = dump(socket, NFT_MSG_GETRULE, walk);
	}
	return r;
}

static int read_loaded(const struct reading *reading, struct error *err)
{
	cleanup_free struct nftables_chain *chains = must_calloc(MAX_CHAINS, sizeof(*chains));
	cleanup_route struct nl_sock *socket = must_have(nl_socket_alloc());
	struct walk walk = { .reading = reading, .chains = chains, .end_ms = clock_ms() + MOST_MS };
	int r = nl_connect(socket, NETLINK_NETFILTER);

	nl_socket_disable_auto_ack(socket);
	nl_socket_set_msg_buf_size(socket, RECEIVE_BYTES);
	if (r >= 0)
		r = ask(socket, &walk);
	if (walk.stopped)
		return error_set(err, "nftables: its rules are too many to be read in %d ms",
				 MOST_MS);
	if (r < 0)
		return error_set(err, "cannot list the rules of nftables: %s", nl_geterror(r));
	return 0;
}

static int read_rules(const struct reading *reading, struct error *err)
{
	return is_loaded(reading->session) ? read_loaded(reading, err) : 0;
}
