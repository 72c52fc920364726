// SPDX-License-Identifier: BSD-2-Clause
#include "iptables_rules.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include <linux/netfilter.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>

#define DROPS (-NF_DROP - 1) /* how a rule writes that verdict */

const struct iptables_family iptables_families[2] = {
	{ .name = "ip",
	  .names = "/proc/thread-self/net/ip_tables_names",
	  .domain = AF_INET,
	  .level = IPPROTO_IP,
	  .get_info = IPT_SO_GET_INFO,
	  .get_entries = IPT_SO_GET_ENTRIES,
	  .header = sizeof(struct ipt_entry),
	  .counters = offsetof(struct ipt_entry, counters),
	  .target_offset = offsetof(struct ipt_entry, target_offset),
	  .next_offset = offsetof(struct ipt_entry, next_offset) },
	{ .name = "ip6",
	  .names = "/proc/thread-self/net/ip6_tables_names",
	  .domain = AF_INET6,
	  .level = IPPROTO_IPV6,
	  .get_info = IP6T_SO_GET_INFO,
	  .get_entries = IP6T_SO_GET_ENTRIES,
	  .header = sizeof(struct ip6t_entry),
	  .counters = offsetof(struct ip6t_entry, counters),
	  .target_offset = offsetof(struct ip6t_entry, target_offset),
	  .next_offset = offsetof(struct ip6t_entry, next_offset) },
};

/* One entry of the block. */
struct entry {
	const char *bytes;
	uint32_t offset, size;
	struct xt_entry_target target;
	const char *target_data;
	size_t target_room;
};

struct walk {
	const struct iptables_family *family;
	const struct iptables_chains *chains;
	char chain[XT_FUNCTION_MAXNAMELEN + 1];
	uint32_t number;
	int hook; /* of a chain of the kernel's own, or -1 */
};

static uint16_t number_at(const char *bytes, size_t offset)
{
	uint16_t number;

	memcpy(&number, bytes + offset, sizeof(number));
	return number;
}

static int entry_at(const struct iptables_family *family, const void *block, size_t size,
		    uint32_t offset, struct entry *ret_entry)
{
	struct entry entry = { .bytes = (const char *)block + offset, .offset = offset };
	size_t target;

	if (size - offset < family->header)
		return -1;
	target = number_at(entry.bytes, family->target_offset);
	entry.size = number_at(entry.bytes, family->next_offset);
	if (entry.size > size - offset || target < family->header || target > entry.size ||
	    entry.size - target < sizeof(entry.target))
		return -1;
	memcpy(&entry.target, entry.bytes + target, sizeof(entry.target));
	entry.target.u.user.name[sizeof(entry.target.u.user.name) - 1] = '\0';
	entry.target_data = entry.bytes + target + sizeof(entry.target);
	entry.target_room = entry.size - target - sizeof(entry.target);
	*ret_entry = entry;
	return 0;
}

static int hook_that_starts(const struct iptables_chains *chains, uint32_t offset)
{
	for (int hook = 0; hook < IPTABLES_HOOKS; hook++)
		if (chains->valid & 1u << hook && chains->start[hook] == offset)
			return hook;
	return -1;
}

/* A chain begins where a hook starts, or with an entry that only bears its name. */
static bool begins_chain(struct walk *walk, const struct entry *entry)
{
	static const char *const names[IPTABLES_HOOKS] = { "PREROUTING", "INPUT", "FORWARD",
							   "OUTPUT", "POSTROUTING" };
	int hook = hook_that_starts(walk->chains, entry->offset);
	bool named = !strcmp(entry->target.u.user.name, XT_ERROR_TARGET);

	if (hook < 0 && !named)
		return false;
	memset(walk->chain, 0, sizeof(walk->chain));
	if (hook >= 0)
		memcpy(walk->chain, names[hook], strlen(names[hook]));
	else
		memcpy(walk->chain, entry->target_data,
		       entry->target_room < XT_FUNCTION_MAXNAMELEN ? entry->target_room
								   : XT_FUNCTION_MAXNAMELEN);
	walk->hook = hook;
	walk->number = 0;
	return named;
}

static const char *verdict_of(const struct entry *entry)
{
	int verdict;

	if (!strcmp(entry->target.u.user.name, "REJECT"))
		return "REJECT";
	if (*entry->target.u.user.name || entry->target_room < sizeof(verdict))
		return NULL;
	memcpy(&verdict, entry->target_data, sizeof(verdict));
	return verdict == DROPS ? "DROP" : NULL;
}

static void tell(struct walk *walk, const struct entry *entry, iptables_each each, void *data)
{
	struct iptables_rule rule = { .chain = walk->chain, .verdict = verdict_of(entry) };
	struct xt_counters counters;
	bool policy = walk->hook >= 0 && walk->chains->policy[walk->hook] == entry->offset;

	walk->number++;
	if (!rule.verdict)
		return;
	memcpy(&counters, entry->bytes + walk->family->counters, sizeof(counters));
	rule.number = policy ? 0 : walk->number;
	rule.packets = counters.pcnt;
	each(&rule, data);
}

int iptables_rules(const struct iptables_family *family, const struct iptables_chains *chains,
		   const void *block, size_t size, iptables_each each, void *data,
		   struct error *err)
{
	struct walk walk = { .family = family, .chains = chains, .hook = -1 };
	struct entry entry;

	for (uint32_t offset = 0; offset < size; offset += entry.size) {
		if (entry_at(family, block, size, offset, &entry) < 0)
			return error_set(err, "the entry at %u of %zu bytes does not fit", offset,
					 size);
		if (!begins_chain(&walk, &entry))
			tell(&walk, &entry, each, data);
	}
	return 0;
}
