// SPDX-License-Identifier: BSD-2-Clause
/*
 * Reading changes nothing: a table is asked for only when the namespace has it already, because a
 * question for any other would load its module.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#include "cleanup.h"
#include "iptables_rules.h"
#include "iptables_window.h"
#include "memory.h"
#include "probe.h"
#include "session.h"
#include "text.h"

#define BLOCK_MAX (2u << 20) /* some ten thousand rules; the kernel copies them under a lock */

static const struct column_spec columns[] = {
	[IPTABLES_NETNS] = { "netns", COLUMN_KEY, NULL },
	[IPTABLES_FAMILY] = { "family", COLUMN_KEY, NULL },
	[IPTABLES_TABLE] = { "table", COLUMN_KEY, NULL },
	[IPTABLES_CHAIN] = { "chain", COLUMN_KEY, NULL },
	[IPTABLES_RULE] = { "rule", COLUMN_KEY, NULL },
	[IPTABLES_VERDICT] = { "verdict", COLUMN_KEY, NULL },
	[IPTABLES_PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[IPTABLES_ENTRIES] = { "entries", COLUMN_VALUE, "entries" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "iptables.rules",
	  "what the rules and policies of iptables (legacy) dropped or rejected, by their own "
	  "counters",
	  columns },
	{ 0 },
};

static int read_tables(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_iptables = {
	.name = "iptables",
	.summary = "counters of the iptables (legacy) rules that drop, in every namespace",
	.summary_zh = "每个命名空间中 iptables（legacy）丢弃规则的计数器",
	.facts = facts,
	.cost = COST_COUNTERS,
	.seldom = true,
	.read = read_tables,
	.moved = true,
	.collect = collect,
};

struct asked {
	const struct reading *reading;
	const struct iptables_family *family;
	const char *table;
	unsigned entries;
};

static void add_row(const struct iptables_rule *rule, void *data)
{
	const struct asked *asked = data;
	struct cell *row = reading_row(asked->reading, 0);
	char number[16] = "";

	if (rule->number)
		snprintf(number, sizeof(number), "%u", rule->number);
	cell_text(&row[IPTABLES_FAMILY], asked->family->name);
	cell_system_text(&row[IPTABLES_TABLE], asked->table);
	cell_system_text(&row[IPTABLES_CHAIN], rule->chain);
	cell_text(&row[IPTABLES_RULE], number);
	cell_text(&row[IPTABLES_VERDICT], rule->verdict);
	cell_count(&row[IPTABLES_PACKETS], rule->packets);
	cell_count(&row[IPTABLES_ENTRIES], asked->entries);
}

/* The layout of these two is the same for IPv4 and IPv6. */
_Static_assert(sizeof(struct ipt_getinfo) == sizeof(struct ip6t_getinfo), "one question for both");
_Static_assert(offsetof(struct ipt_get_entries, entrytable) ==
		       offsetof(struct ip6t_get_entries, entrytable),
	       "one answer for both");
_Static_assert(IPTABLES_HOOKS == NF_INET_NUMHOOKS, "the hooks that a table may have");

static int read_entries(int fd, const struct asked *asked, const struct ipt_getinfo *info,
			struct error *err)
{
	size_t head = offsetof(struct ipt_get_entries, entrytable);
	socklen_t length = (socklen_t)(head + info->size);
	cleanup_free struct ipt_get_entries *answer = must_calloc(1, head + info->size);
	struct iptables_chains chains = { .valid = info->valid_hooks };

	memcpy(answer->name, info->name, sizeof(answer->name));
	answer->size = info->size;
	if (getsockopt(fd, asked->family->level, asked->family->get_entries, answer, &length))
		return error_errno(err, errno, "its rules cannot be read");
	memcpy(chains.start, info->hook_entry, sizeof(chains.start));
	memcpy(chains.policy, info->underflow, sizeof(chains.policy));
	return iptables_rules(asked->family, &chains, answer->entrytable, info->size, add_row,
			      (void *)asked, err);
}

static int read_table(int fd, struct asked *asked, struct error *err)
{
	struct ipt_getinfo info = { 0 };
	socklen_t length = sizeof(info);

	memcpy(info.name, asked->table, strnlen(asked->table, sizeof(info.name) - 1));
	if (getsockopt(fd, asked->family->level, asked->family->get_info, &info, &length))
		return error_errno(err, errno, "it cannot be asked for");
	if (info.size > BLOCK_MAX)
		return error_set(err, "its %u rules are too many to be read", info.num_entries);
	asked->entries = info.num_entries;
	return read_entries(fd, asked, &info, err);
}

/* Who may not read the list sees none. */
static void read_family(const struct reading *reading, const struct iptables_family *family)
{
	cleanup_file FILE *names = fopen(family->names, "re");
	char table[XT_TABLE_MAXNAMELEN + 1];
	cleanup_fd int fd = -1;
	struct error err;

	while (names && fgets(table, sizeof(table), names)) {
		struct asked asked = { reading, family, table, 0 };

		table[strcspn(table, "\n")] = '\0';
		if (fd < 0)
			fd = socket(family->domain, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (fd < 0 || read_table(fd, &asked, &err) < 0)
			reading_lacks(reading, "table %s of %stables: %s", table, family->name,
				      fd < 0 ? "no socket" : err.text);
	}
}

static int read_tables(const struct reading *reading, struct error *err)
{
	(void)err;
	for (size_t i = 0; i < sizeof(iptables_families) / sizeof(*iptables_families); i++)
		read_family(reading, &iptables_families[i]);
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	const struct probe_run *run = session_run_of(session, &probe_iptables);
	struct fact *fact = evidence_find(out, facts[0].name);
	const struct cell *changed = NULL;
	struct error why;

	(void)err;
	if (fact && fact->table && run && run->first)
		changed = iptables_keep_unchanged(run->first[0], fact->table);
	if (!changed)
		return 0;
	error_set(&why,
		  "in namespace %s: table %s of %stables got or lost rules in the window, so that "
		  "its counters are not those of the same rules",
		  cell_as_text(&changed[IPTABLES_NETNS]), cell_as_text(&changed[IPTABLES_TABLE]),
		  cell_as_text(&changed[IPTABLES_FAMILY]));
	session_lacks(session, &probe_iptables, why.text);
	return 0;
}
