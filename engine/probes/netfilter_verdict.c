// SPDX-License-Identifier: BSD-2-Clause
#include "netfilter_verdict.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bpf_map.h"
#include "cleanup.h"
#include "drop_tables.h"
#include "nftables_rules.h"
#include "probe.h"
#include "session.h"
#include "text.h"

enum verdict_column { NETNS, FAMILY, HOOK, TABLE, CHAIN, RULE, PACKETS, COLUMNS };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[FAMILY] = { "family", COLUMN_KEY, NULL },
	[HOOK] = { "hook", COLUMN_KEY, NULL },
	[TABLE] = { "table", COLUMN_KEY, NULL },
	[CHAIN] = { "chain", COLUMN_KEY, NULL },
	[RULE] = { "rule", COLUMN_KEY, NULL },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[COLUMNS] = { 0 },
};

static const struct fact_spec facts[] = {
	{ "netfilter.verdicts", "packets that nftables dropped, by table, chain and rule",
	  columns },
	{ 0 },
};

/* Without the second the rule is not known, without the third neither are drops under a scope of
 * addresses from 6.7 on. */
static const struct hook hooks[] = {
	{ "netfilter_verdict", "nft_do_chain", "nf_tables", HOOK_FEXIT, false },
	{ "netfilter_rule", "nft_immediate_eval", "nf_tables", HOOK_FENTRY, true },
	{ "netfilter_freed", "kfree_skb", NULL, HOOK_TP_BTF, true },
	{ 0 },
};

static const char *const maps[] = { "verdicts", "verdict_counters", "verdict_states", NULL };

static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_netfilter_verdict = {
	.name = "netfilter_verdict",
	.summary = "the verdicts of nftables that drop packets, with table, chain and rule",
	.summary_zh = "nftables 丢弃报文的判决：表、链与规则",
	.facts = facts,
	.cost = COST_PACKETS,
	.hooks = hooks,
	.maps = maps,
	.collect = collect,
};

static void netns_text(struct cell *cell, const struct session *session, uint32_t inode)
{
	char text[32];

	cell_text(cell, netns_name(session_namespaces(session), inode, text, sizeof(text)));
}

static void add_row(struct table *table, const struct session *session,
		    const struct verdict_key *key, const struct verdict_value *value)
{
	struct cell *row = table_add(table);
	char rule[24] = "";

	if (key->rule)
		snprintf(rule, sizeof(rule), "%" PRIu64, (uint64_t)key->rule);
	netns_text(&row[NETNS], session, key->netns);
	cell_text(&row[FAMILY], nftables_family_name(key->family));
	cell_text(&row[HOOK], nftables_hook_name(key->family, key->hook));
	cell_system_text(&row[TABLE], value->table);
	cell_system_text(&row[CHAIN], value->chain);
	cell_text(&row[RULE], rule);
	cell_count(&row[PACKETS], value->packets);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_map struct map_entries verdicts = { 0 };
	struct verdict_counters counters;
	struct fact *fact;

	if (map_read_counters(session_map(session, &probe_netfilter_verdict, "verdict_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_netfilter_verdict, "verdicts"), &verdicts, err) <
		    0)
		return -1;
	session_count(session, &probe_netfilter_verdict, counters.in_scope, counters.lost);
	fact = evidence_add(out, probe_netfilter_verdict.name, &facts[0]);
	fact->lost = counters.lost;
	for (size_t i = 0; i < verdicts.count; i++) {
		const struct verdict_value *value = map_value(&verdicts, i);

		if (value->packets)
			add_row(fact->table, session, map_key(&verdicts, i), value);
	}
	table_merge(fact->table);
	return 0;
}
