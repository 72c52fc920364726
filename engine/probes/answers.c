// SPDX-License-Identifier: BSD-2-Clause
#include "answers.h"

#include <arpa/inet.h>
#include <string.h>

#include "bpf_map.h"
#include "cleanup.h"
#include "clock.h"
#include "drop_tables.h"
#include "probe.h"
#include "session.h"

#define KEEP_ROWS 512
/* An answer that is not there by then will not come. */
#define PATIENCE_NS 1000000000ull

enum answer_column {
	NETNS,
	DEVICE,
	FAMILY,
	PROTOCOL,
	SRC,
	SPORT,
	DST,
	DPORT,
	QUESTIONS,
	ANSWERS,
	UNANSWERED,
	DOUBLED,
	PASSING,
	IFINDEX,
	COLUMNS
};

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[FAMILY] = { "family", COLUMN_KEY, NULL },
	[PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[SRC] = { "src", COLUMN_KEY, NULL },
	[SPORT] = { "sport", COLUMN_KEY, NULL }, /* of echo the identifier */
	[DST] = { "dst", COLUMN_KEY, NULL },
	[DPORT] = { "dport", COLUMN_KEY, NULL },
	[QUESTIONS] = { "questions", COLUMN_COUNTER, "packets" },
	[ANSWERS] = { "answers", COLUMN_COUNTER, "packets" },
	[UNANSWERED] = { "unanswered", COLUMN_COUNTER, "packets" },
	/* Answers without a question before them: it is no conversation by turns. */
	[DOUBLED] = { "doubled", COLUMN_COUNTER, "packets" },
	[PASSING] = { "passing", COLUMN_VALUE, NULL },
	[IFINDEX] = { "ifindex", COLUMN_VALUE, NULL },
	[COLUMNS] = { 0 },
};

static const struct fact_spec facts[] = {
	{ "answers.pairs",
	  "echo requests and UDP questions that left by a device, and their answers", columns },
	{ 0 },
};

static const struct hook hooks[] = {
	{ "answers_left", "net_dev_start_xmit", NULL, HOOK_TP_BTF, false },
	{ "answers_arrived", "netif_receive_skb", NULL, HOOK_TP_BTF, false },
	{ 0 },
};

static const char *const maps[] = { "answer_pairs", "answer_counters", NULL };

static void since(size_t fact, struct cell *row, const struct cell *before);
static int collect(const struct session *session, struct evidence *out, struct error *err);
static void join(const struct session *session, struct evidence *evidence);

const struct probe probe_answers = {
	.name = "answers",
	.summary = "what left and was not answered: echo requests and UDP questions",
	.summary_zh = "已发出但未获应答的 echo 请求与 UDP 询问",
	.facts = facts,
	.cost = COST_PACKETS,
	.hooks = hooks,
	.maps = maps,
	.since = since,
	.collect = collect,
	.join = join,
};

static uint64_t unanswered(const struct answer_pair *pair, const struct answer_value *value,
			   uint64_t now)
{
	bool silent = value->open && now - value->asked_ns > PATIENCE_NS;
	uint64_t due = value->settled;

	if (pair->protocol == IPPROTO_UDP)
		return value->given_up - value->late + silent;
	/* Nothing came back for so long that all of it was due. */
	if (now - value->answered_ns > PATIENCE_NS || due > value->questions)
		due = value->questions;
	return due > value->answers ? due - value->answers : 0;
}

static void add_row(struct table *table, const struct session *session,
		    const struct answer_pair *pair, const struct answer_value *value, uint64_t now)
{
	int family = pair->family == 6 ? AF_INET6 : AF_INET;
	struct cell *row = table_add(table);
	char text[SYMBOL_MAX];

	cell_text(&row[NETNS],
		  netns_name(session_namespaces(session), pair->netns, text, sizeof(text)));
	snprintf(text, sizeof(text), "if %u", pair->ifindex);
	cell_text(&row[DEVICE], text);
	cell_text(&row[FAMILY], drop_family(pair->family));
	cell_text(&row[PROTOCOL], drop_protocol(pair->family, pair->protocol, text));
	cell_text(&row[SRC], inet_ntop(family, pair->near, text, sizeof(text)));
	cell_count(&row[SPORT], pair->near_port);
	cell_text(&row[DST], inet_ntop(family, pair->far, text, sizeof(text)));
	cell_count(&row[DPORT], pair->far_port);
	cell_count(&row[QUESTIONS], value->questions);
	cell_count(&row[ANSWERS], value->answers);
	cell_count(&row[UNANSWERED], unanswered(pair, value, now));
	cell_count(&row[DOUBLED], value->doubled);
	cell_bool(&row[PASSING], value->passing);
	cell_count(&row[IFINDEX], pair->ifindex);
}

/* An answer may come after all: then fewer are unanswered than before, and none is new. */
static void since(size_t fact, struct cell *row, const struct cell *before)
{
	uint64_t then = cell_as_count(&before[UNANSWERED]);

	(void)fact;
	if (cell_as_count(&row[QUESTIONS]) >= cell_as_count(&before[QUESTIONS]) &&
	    cell_as_count(&row[UNANSWERED]) < then)
		cell_count(&row[UNANSWERED], then);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	cleanup_map struct map_entries rows = { 0 };
	struct answer_counters counters;
	uint64_t now = clock_us() * 1000, seen = 0;
	struct fact *fact;

	if (map_read_counters(session_map(session, &probe_answers, "answer_counters"),
			      sizeof(counters) / sizeof(uint64_t), (uint64_t *)&counters,
			      err) < 0 ||
	    map_read(session_map(session, &probe_answers, "answer_pairs"), &rows, err) < 0)
		return -1;
	fact = evidence_add(out, probe_answers.name, &facts[0]);
	fact->lost = counters.lost;
	fact->cut = counters.made > rows.count ? counters.made - rows.count : 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct answer_value *value = map_value(&rows, i);

		if (value->begun != ANSWER_ASKS)
			continue;
		seen += value->questions + value->answers;
		add_row(fact->table, session, map_key(&rows, i), value, now);
	}
	session_count(session, &probe_answers, seen, counters.lost);
	table_sort(fact->table);
	return 0;
}

static void name_device(struct cell *row, const struct table *links)
{
	int netns = table_column(links, "netns"), device = table_column(links, "device"),
	    ifindex = table_column(links, "ifindex");

	for (size_t i = 0; i < links->rows; i++) {
		const struct cell *link = table_row(links, i);

		if (!cell_compare(&link[netns], &row[NETNS]) &&
		    cell_as_count(&link[ifindex]) == cell_as_count(&row[IFINDEX])) {
			cell_text(&row[DEVICE], cell_as_text(&link[device]));
			return;
		}
	}
}

static bool is_asked_for(const struct table *table, size_t kept, const struct cell *row,
			 const void *data)
{
	const struct scope *scope = data;

	(void)table;
	(void)kept;
	for (unsigned i = 0; i < scope->devices.count; i++)
		if (!strcmp(scope->devices.names[i], cell_as_text(&row[DEVICE])))
			return true;
	return !scope->devices.count;
}

static void join(const struct session *session, struct evidence *evidence)
{
	const struct fact *links = evidence_find(evidence, "links.counters");
	struct fact *pairs = evidence_find(evidence, facts[0].name);

	if (!pairs || !pairs->table)
		return;
	/* The largest of the window, not of the run. */
	pairs->cut += table_keep_largest(pairs->table, "questions", KEEP_ROWS);
	for (size_t i = 0; links && links->table && i < pairs->table->rows; i++)
		name_device(table_row(pairs->table, i), links->table);
	table_keep(pairs->table, is_asked_for, session_scope(session));
	table_sort(pairs->table);
}
