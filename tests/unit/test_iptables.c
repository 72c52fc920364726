// SPDX-License-Identifier: BSD-2-Clause
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <linux/netfilter.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#include "iptables_rules.h"
#include "iptables_window.h"
#include "probe.h"

#define DROP (-NF_DROP - 1)
#define ACCEPT (-NF_ACCEPT - 1)

struct block {
	const struct iptables_family *family;
	char bytes[4096];
	uint32_t size;
};

static uint32_t add(struct block *block, const char *target, const void *data, size_t size,
		    uint64_t packets)
{
	size_t at = block->family->header;
	uint32_t start = block->size;
	char *entry = block->bytes + start;
	struct xt_counters counters = { .pcnt = packets };
	struct xt_entry_target head = { 0 };
	uint16_t offset = (uint16_t)at,
		 next = (uint16_t)(at + sizeof(head) + ((size + 7) & ~(size_t)7));

	snprintf(head.u.user.name, sizeof(head.u.user.name), "%s", target);
	memcpy(entry + block->family->target_offset, &offset, sizeof(offset));
	memcpy(entry + block->family->next_offset, &next, sizeof(next));
	memcpy(entry + block->family->counters, &counters, sizeof(counters));
	memcpy(entry + at, &head, sizeof(head));
	memcpy(entry + at + sizeof(head), data, size);
	block->size += next;
	return start;
}

static uint32_t add_verdict(struct block *block, int verdict, uint64_t packets)
{
	return add(block, "", &verdict, sizeof(verdict), packets);
}

static void add_name(struct block *block, const char *name)
{
	char text[XT_FUNCTION_MAXNAMELEN] = "";

	snprintf(text, sizeof(text), "%s", name);
	add(block, XT_ERROR_TARGET, text, sizeof(text), 0);
}

struct told {
	char text[512];
};

static void tell(const struct iptables_rule *rule, void *data)
{
	struct told *told = data;
	size_t used = strlen(told->text);

	snprintf(told->text + used, sizeof(told->text) - used, "%s %u %s %llu\n", rule->chain,
		 rule->number, rule->verdict, (unsigned long long)rule->packets);
}

/* INPUT: accept, drop, policy drop; OUTPUT: policy accept; a chain of its own: reject, return. */
static struct iptables_chains filter(struct block *block)
{
	struct iptables_chains chains = { .valid = 1 << NF_INET_LOCAL_IN | 1 << NF_INET_LOCAL_OUT };

	chains.start[NF_INET_LOCAL_IN] = add_verdict(block, ACCEPT, 1000);
	add_verdict(block, DROP, 41);
	chains.policy[NF_INET_LOCAL_IN] = add_verdict(block, DROP, 7);
	chains.start[NF_INET_LOCAL_OUT] = chains.policy[NF_INET_LOCAL_OUT] =
		add_verdict(block, ACCEPT, 5);
	add_name(block, "guests");
	add_verdict(block, ACCEPT, 9);
	add(block, "REJECT", "\0\0\0\0\0\0\0", 8, 12);
	add_verdict(block, XT_RETURN, 3);
	add_name(block, "ERROR");
	return chains;
}

static void rules_that_drop_are_told_with_chain_and_number(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct block block = { .family = &iptables_families[i] };
		struct iptables_chains chains = filter(&block);
		struct told told = { "" };
		struct error err;

		assert_int_equal(iptables_rules(block.family, &chains, block.bytes, block.size,
						tell, &told, &err),
				 0);
		assert_string_equal(told.text,
				    "INPUT 2 DROP 41\nINPUT 0 DROP 7\nguests 2 REJECT 12\n");
	}
}

static void a_block_cut_anywhere_is_refused_or_whole(void **state)
{
	struct block block = { .family = &iptables_families[0] };
	struct iptables_chains chains = filter(&block);
	size_t whole = 0;

	(void)state;
	for (size_t size = 1; size <= block.size; size++) {
		void *part = malloc(size);
		struct told told = { "" };
		struct error err;

		memcpy(part, block.bytes, size);
		whole += iptables_rules(block.family, &chains, part, size, tell, &told, &err) == 0;
		free(part);
	}
	assert_int_equal(whole, 9); /* once behind each entry */
}

static void an_entry_that_goes_nowhere_ends_the_walk(void **state)
{
	struct block block = { .family = &iptables_families[1] };
	struct iptables_chains chains = filter(&block);
	struct told told = { "" };
	struct error err;

	(void)state;
	memset(block.bytes + block.family->next_offset, 0, sizeof(uint16_t));
	assert_int_equal(
		iptables_rules(block.family, &chains, block.bytes, block.size, tell, &told, &err),
		-1);
}

extern const struct probe probe_iptables;

static void add_rule(struct table *rules, const char *table, const char *number, uint64_t packets,
		     uint64_t entries)
{
	struct cell *row = table_add(rules);

	cell_text(&row[IPTABLES_NETNS], "self");
	cell_text(&row[IPTABLES_FAMILY], "ip");
	cell_text(&row[IPTABLES_TABLE], table);
	cell_text(&row[IPTABLES_CHAIN], "INPUT");
	cell_text(&row[IPTABLES_RULE], number);
	cell_text(&row[IPTABLES_VERDICT], "DROP");
	cell_count(&row[IPTABLES_PACKETS], packets);
	cell_count(&row[IPTABLES_ENTRIES], entries);
}

/* A rule was put before the one that drops, which is now the second: its 5000 are not new. */
static void a_table_whose_rules_moved_says_nothing_of_the_window(void **state)
{
	struct table *first = table_new(probe_iptables.facts[0].columns);
	struct table *last = table_new(probe_iptables.facts[0].columns), *rules;
	const struct cell *changed;

	(void)state;
	add_rule(first, "filter", "1", 5000, 5);
	add_rule(first, "raw", "1", 10, 4);
	add_rule(last, "filter", "2", 5003, 6);
	add_rule(last, "raw", "1", 17, 4);
	add_rule(last, "mangle", "1", 2, 8);
	rules = table_difference(first, last);
	changed = iptables_keep_unchanged(first, rules);
	assert_non_null(changed);
	assert_string_equal(cell_as_text(&changed[IPTABLES_TABLE]), "filter");
	assert_int_equal(rules->rows, 2);
	assert_string_equal(cell_as_text(table_cell(rules, 0, "table")), "mangle");
	assert_int_equal(cell_as_count(table_cell(rules, 1, "packets")), 7);
	assert_null(iptables_keep_unchanged(first, rules));
	table_free(first);
	table_free(last);
	table_free(rules);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_whose_rules_moved_says_nothing_of_the_window),
		cmocka_unit_test(rules_that_drop_are_told_with_chain_and_number),
		cmocka_unit_test(a_block_cut_anywhere_is_refused_or_whole),
		cmocka_unit_test(an_entry_that_goes_nowhere_ends_the_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
