// SPDX-License-Identifier: BSD-2-Clause
#include "tcp_retransmit.h"

#include <arpa/inet.h>
#include <string.h>

#include "bpf_map.h"
#include "cleanup.h"
#include "drop_tables.h"
#include "probe.h"
#include "session.h"

#define KEEP_ROWS 512

enum retransmit_column { NETNS, FAMILY, SRC, SPORT, DST, DPORT, KIND, PACKETS, COLUMNS };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[FAMILY] = { "family", COLUMN_KEY, NULL },
	[SRC] = { "src", COLUMN_KEY, NULL },
	[SPORT] = { "sport", COLUMN_KEY, NULL },
	[DST] = { "dst", COLUMN_KEY, NULL },
	[DPORT] = { "dport", COLUMN_KEY, NULL },
	[KIND] = { "kind", COLUMN_KEY, NULL },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[COLUMNS] = { 0 },
};

static const struct fact_spec facts[] = {
	{ "tcp.retransmits", "segments that TCP sent again, by connection and occasion", columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "tcp_retransmit", "tcp_retransmit_skb", NULL, HOOK_TP_BTF, false },
	{ 0 },
};

static const char *const maps[] = { "retransmits", "retransmit_counters", NULL };

static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_tcp_retransmit = {
	.name = "tcp_retransmit",
	.summary = "segments that TCP sends again: whose, and why",
	.summary_zh = "TCP 重传的报文段：属于哪个连接、因何重传",
	.facts = facts,
	.cost = COST_DROPS,
	.hooks = hooks,
	.maps = maps,
	.collect = collect,
	.join = join,
};

static const char *const kinds[] = {
	[RETRANSMIT_OTHER] = "other",
	[RETRANSMIT_SYN] = "syn",
	[RETRANSMIT_FAST] = "fast",
	[RETRANSMIT_TIMEOUT] = "timeout",
};

static void add_row(struct table *table, const struct session *session,
		    const struct retransmit_key *key, uint64_t packets)
{
	int family = key->family == 6 ? AF_INET6 : AF_INET;
	struct cell *row = table_add(table);
	char text[SYMBOL_MAX];

	cell_text(&row[NETNS],
		  netns_name(session_namespaces(session), key->netns, text, sizeof(text)));
	cell_text(&row[FAMILY], drop_family(key->family));
	cell_text(&row[SRC], inet_ntop(family, key->source, text, sizeof(text)));
	cell_count(&row[SPORT], key->source_port);
	cell_text(&row[DST], inet_ntop(family, key->destination, text, sizeof(text)));
	cell_count(&row[DPORT], key->destination_port);
	cell_text(&row[KIND], kinds[key->kind]);
	cell_count(&row[PACKETS], packets);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_map struct map_entries rows = { 0 };
	struct retransmit_counters counters;
	struct fact *fact;

	if (map_read_counters(session_map(session, &probe_tcp_retransmit, "retransmit_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_tcp_retransmit, "retransmits"), &rows, err) < 0)
		return -1;
	session_count(session, &probe_tcp_retransmit, counters.in_scope, counters.lost);
	fact = evidence_add(out, probe_tcp_retransmit.name, &facts[0]);
	fact->lost = counters.lost;
	fact->cut = counters.made > rows.count ? counters.made - rows.count : 0;
	for (size_t i = 0; i < rows.count; i++)
		add_row(fact->table, session, map_key(&rows, i),
			*(const uint64_t *)map_value(&rows, i));
	table_merge(fact->table);
	return 0;
}

/* The largest of the window, not of the run. */
static void join(const struct session *session, struct evidence *evidence)
{
	struct fact *fact = evidence_find(evidence, facts[0].name);

	(void)session;
	if (fact && fact->table)
		fact->cut += table_keep_largest(fact->table, "packets", KEEP_ROWS);
}
