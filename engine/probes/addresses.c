// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <arpa/inet.h>

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "cleanup.h"
#include "prune.h"
#include "route.h"

#define FACT "addresses.own"
#define KEEP_ROWS 1024

enum { NETNS, ADDRESS, PREFIX };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[ADDRESS] = { "address", COLUMN_KEY, NULL },
	[PREFIX] = { "prefix", COLUMN_VALUE, "count" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT, "the IP addresses that a namespace answers for", columns },
	{ 0 },
};

static int read_addresses(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_addresses = {
	.name = "addresses",
	.summary = "own IP addresses, in every namespace",
	.summary_zh = "每个命名空间自己的 IP 地址",
	.facts = facts,
	.cost = COST_COUNTERS,
	.seldom = true,
	.read = read_addresses,
	.collect = collect,
};

static void begin(void *data)
{
	const struct reading *reading = data;

	table_free(reading->tables[0]);
	reading->tables[0] = table_new(columns);
}

/* The own address of a point-to-point link is the local one, elsewhere the two are the same. */
static void take_address(struct nlmsghdr *message, void *data)
{
	struct nlattr *attributes[IFA_MAX + 1], *own;
	const struct ifaddrmsg *head = nlmsg_data(message);
	char text[INET6_ADDRSTRLEN];
	struct cell *row;

	if (message->nlmsg_type != RTM_NEWADDR ||
	    nlmsg_parse(message, sizeof(*head), attributes, IFA_MAX, NULL) < 0)
		return;
	own = attributes[IFA_LOCAL] ? attributes[IFA_LOCAL] : attributes[IFA_ADDRESS];
	if (!own || (size_t)nla_len(own) != (head->ifa_family == AF_INET6 ? 16 : 4) ||
	    !inet_ntop(head->ifa_family, nla_data(own), text, sizeof(text)))
		return;
	row = reading_row(data, 0);
	cell_text(&row[ADDRESS], text);
	cell_count(&row[PREFIX], head->ifa_prefixlen);
}

static int read_addresses(const struct reading *reading, struct error *err)
{
	static const struct ifaddrmsg every = { .ifa_family = AF_UNSPEC };
	cleanup_route struct nl_sock *socket = NULL;

	if (route_open(&socket, err) < 0 ||
	    route_dump(socket, RTM_GETADDR, &every, sizeof(every), begin, take_address,
		       (void *)reading, err) < 0)
		return -1;
	return 0;
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	struct fact *fact = evidence_find(out, FACT);

	(void)session;
	(void)err;
	if (fact && fact->table)
		fact->cut += table_keep_largest(fact->table, "prefix", KEEP_ROWS);
	return 0;
}
