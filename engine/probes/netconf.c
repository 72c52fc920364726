// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

#include <linux/netconf.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netlink/attr.h>
#include <netlink/errno.h>

#include "attribute.h"
#include "cleanup.h"
#include "memory.h"
#include "prune.h"
#include "route.h"
#include "text.h"

#define FACT "netconf.devices"
#define DUMP_ATTEMPTS 3

enum { NETNS, DEVICE, FAMILY, FORWARDING, RP_FILTER };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[FAMILY] = { "family", COLUMN_KEY, NULL },
	[FORWARDING] = { "forwarding", COLUMN_VALUE, "count" },
	[RP_FILTER] = { "rp_filter", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT, "forwarding and reverse path filter of each device that has one; device all is all",
	  columns },
	{ 0 },
};

static int read_netconf(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_netconf = {
	.name = "netconf",
	.summary = "forwarding and reverse path filters, in every namespace",
	.summary_zh = "每个命名空间的转发与反向路径过滤设置",
	.facts = facts,
	.cost = COST_COUNTERS,
	.read = read_netconf,
	.collect = collect,
};

struct dump {
	const struct reading *reading;
	int family;
};

static const char *name_of(int index, char buffer[IF_NAMESIZE])
{
	switch (index) {
	case NETCONFA_IFINDEX_ALL:
		return "all";
	case NETCONFA_IFINDEX_DEFAULT:
		return NULL;
	default:
		return if_indextoname((unsigned)index, buffer);
	}
}

static int take(struct nl_msg *message, void *data)
{
	struct nlattr *attributes[NETCONFA_MAX + 1];
	const struct dump *dump = data;
	char buffer[IF_NAMESIZE];
	const char *name;
	struct cell *row;

	if (nlmsg_hdr(message)->nlmsg_type != RTM_NEWNETCONF ||
	    nlmsg_parse(nlmsg_hdr(message), sizeof(struct netconfmsg), attributes, NETCONFA_MAX,
			NULL) < 0 ||
	    !attributes[NETCONFA_IFINDEX])
		return NL_OK;
	name = name_of((int32_t)attribute_u32(attributes[NETCONFA_IFINDEX]), buffer);
	if (!name)
		return NL_OK;
	row = reading_row(dump->reading, 0);
	cell_system_text(&row[DEVICE], name);
	cell_text(&row[FAMILY], dump->family == AF_INET ? "ipv4" : "ipv6");
	if (attributes[NETCONFA_FORWARDING])
		cell_count(&row[FORWARDING], attribute_u32(attributes[NETCONFA_FORWARDING]));
	if (attributes[NETCONFA_RP_FILTER])
		cell_count(&row[RP_FILTER], attribute_u32(attributes[NETCONFA_RP_FILTER]));
	return NL_OK;
}

static int dump_once(struct nl_sock *socket, int family)
{
	const struct netconfmsg head = { .ncm_family = (uint8_t)family };
	cleanup_message struct nl_msg *message =
		must_have(nlmsg_alloc_simple(RTM_GETNETCONF, NLM_F_REQUEST | NLM_F_DUMP));
	int r;

	nlmsg_append(message, (void *)&head, sizeof(head), NLMSG_ALIGNTO);
	r = nl_send_auto(socket, message);
	return r < 0 ? r : nl_recvmsgs_default(socket);
}

/* A kernel without IPv6 has no settings of it. */
static int read_netconf(const struct reading *reading, struct error *err)
{
	static const int families[] = { AF_INET, AF_INET6 };
	struct dump dump = { .reading = reading };
	cleanup_route struct nl_sock *socket = NULL;
	int r = -NLE_DUMP_INTR;

	if (route_open(&socket, err) < 0)
		return -1;
	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, take, &dump);
	for (int attempt = 0; attempt < DUMP_ATTEMPTS && r == -NLE_DUMP_INTR; attempt++) {
		table_free(reading->tables[0]);
		reading->tables[0] = table_new(columns);
		for (size_t i = 0; i < ARRAY_SIZE(families); i++) {
			dump.family = families[i];
			r = dump_once(socket, families[i]);
			if (r == -NLE_DUMP_INTR)
				break;
		}
	}
	if (!reading->tables[0]->rows && r < 0)
		return error_set(err, "cannot list network settings: %s", nl_geterror(r));
	return 0;
}

static bool keep_set(const struct table *table, size_t row, const void *data)
{
	const struct cell *cells = table_row(table, row);

	(void)data;
	return !strcmp(cell_as_text(&cells[DEVICE]), "all") || cell_as_count(&cells[FORWARDING]) ||
	       cell_as_count(&cells[RP_FILTER]);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, FACT);

	(void)session;
	(void)err;
	if (fact && fact->table)
		table_keep_if(fact->table, keep_set, NULL);
	return 0;
}
