// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>

#include "attribute.h"
#include "cleanup.h"
#include "memory.h"
#include "netns_numbers.h"
#include "prune.h"
#include "renamed.h"
#include "route.h"
#include "session.h"
#include "text.h"

#define FACT "links.counters"
#define KEEP_ROWS 1024 /* beyond it only links that carried something, the busiest first */

enum {
	NETNS,
	DEVICE,
	RX_PACKETS,
	TX_PACKETS,
	RX_BYTES,
	TX_BYTES,
	RX_DROPPED,
	TX_DROPPED,
	RX_ERRORS,
	TX_ERRORS,
	RX_NOHANDLER,
	IFINDEX,
	KIND,
	MTU,
	UP,
	CARRIER,
	MASTER,
	PEER_NETNS,
	PEER_IFINDEX,
	MAC,
};

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[DEVICE] = { "device", COLUMN_KEY, NULL },
	[RX_PACKETS] = { "rx_packets", COLUMN_COUNTER, "packets" },
	[TX_PACKETS] = { "tx_packets", COLUMN_COUNTER, "packets" },
	[RX_BYTES] = { "rx_bytes", COLUMN_COUNTER, "bytes" },
	[TX_BYTES] = { "tx_bytes", COLUMN_COUNTER, "bytes" },
	[RX_DROPPED] = { "rx_dropped", COLUMN_COUNTER, "packets" },
	[TX_DROPPED] = { "tx_dropped", COLUMN_COUNTER, "packets" },
	[RX_ERRORS] = { "rx_errors", COLUMN_COUNTER, "packets" },
	[TX_ERRORS] = { "tx_errors", COLUMN_COUNTER, "packets" },
	[RX_NOHANDLER] = { "rx_nohandler", COLUMN_COUNTER, "packets" },
	[IFINDEX] = { "ifindex", COLUMN_VALUE, NULL },
	[KIND] = { "kind", COLUMN_VALUE, NULL },
	[MTU] = { "mtu", COLUMN_VALUE, "bytes" },
	[UP] = { "up", COLUMN_VALUE, NULL },
	[CARRIER] = { "carrier", COLUMN_VALUE, NULL },
	[MASTER] = { "master", COLUMN_VALUE, NULL },
	[PEER_NETNS] = { "peer_netns", COLUMN_VALUE, NULL },
	[PEER_IFINDEX] = { "peer_ifindex", COLUMN_VALUE, NULL },
	[MAC] = { "mac", COLUMN_VALUE, NULL }, /* of a tap, by which its guest is known */
	{ 0 },
};

static const struct column_spec series_columns[] = {
	{ "t_ms", COLUMN_KEY, "ms" },
	{ "netns", COLUMN_KEY, NULL },
	{ "device", COLUMN_KEY, NULL },
	{ "rx_packets", COLUMN_COUNTER, "packets" },
	{ "tx_packets", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ FACT, "what each device received, sent and dropped, and what it is", columns },
	{ "links.series", "packets of each device, interval by interval", series_columns },
	{ 0 },
};

static const struct probe_series series = { .fact = 1, .from = 0 };

static int read_links(const struct reading *reading, struct error *err);
static int collect(const struct session *session, struct evidence *out, struct error *err);

const struct probe probe_links = {
	.name = "links",
	.summary = "counters of every network device, in every namespace",
	.summary_zh = "每个命名空间中每个网络设备的计数器",
	.facts = facts,
	.cost = COST_COUNTERS,
	.series = &series,
	.read = read_links,
	.collect = collect,
};

/* What can be told only when all links are known. */
struct reference {
	uint32_t master;
	uint32_t peer; /* of a veth, 0: none */
	int32_t netns; /* number of the peer's namespace, PEER_HERE: this one */
};

#define PEER_HERE (-2)

struct dump {
	const struct reading *reading;
	struct reference *references; /* one per row */
};

static void begin(void *data)
{
	struct dump *dump = data;

	table_free(dump->reading->tables[0]);
	dump->reading->tables[0] = table_new(columns);
}

static void fill_counters(struct cell *row, const struct nlattr *attribute)
{
	struct rtnl_link_stats64 stats = { 0 };

	if (!attribute)
		return;
	nla_memcpy(&stats, attribute, sizeof(stats));
	cell_count(&row[RX_PACKETS], stats.rx_packets);
	cell_count(&row[TX_PACKETS], stats.tx_packets);
	cell_count(&row[RX_BYTES], stats.rx_bytes);
	cell_count(&row[TX_BYTES], stats.tx_bytes);
	cell_count(&row[RX_DROPPED], stats.rx_dropped);
	cell_count(&row[TX_DROPPED], stats.tx_dropped);
	cell_count(&row[RX_ERRORS], stats.rx_errors);
	cell_count(&row[TX_ERRORS], stats.tx_errors);
	cell_count(&row[RX_NOHANDLER], stats.rx_nohandler);
}

static const char *kind_of(struct nlattr *link_info)
{
	struct nlattr *kind =
		link_info ? nla_find(nla_data(link_info), nla_len(link_info), IFLA_INFO_KIND)
			  : NULL;

	return attribute_text(kind);
}

static void note_reference(struct dump *dump, size_t row, struct nlattr **attributes, bool veth)
{
	struct reference *reference;

	dump->references = must_realloc(dump->references, (row + 1) * sizeof(*reference));
	reference = &dump->references[row];
	*reference = (struct reference){ .netns = PEER_HERE };
	if (attributes[IFLA_MASTER])
		reference->master = attribute_u32(attributes[IFLA_MASTER]);
	if (veth && attributes[IFLA_LINK])
		reference->peer = attribute_u32(attributes[IFLA_LINK]);
	if (attributes[IFLA_LINK_NETNSID])
		reference->netns = (int32_t)attribute_u32(attributes[IFLA_LINK_NETNSID]);
}

static void fill_mac(struct cell *cell, const struct nlattr *address)
{
	const uint8_t *byte = address ? nla_data(address) : NULL;
	char text[18];

	if (!address || nla_len(address) != 6)
		return;
	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", byte[0], byte[1], byte[2],
		 byte[3], byte[4], byte[5]);
	cell_text(cell, text);
}

static void take_link(struct nlmsghdr *message, void *data)
{
	struct nlattr *attributes[IFLA_MAX + 1];
	const struct ifinfomsg *link = nlmsg_data(message);
	struct dump *dump = data;
	struct cell *row;
	const char *kind;

	if (message->nlmsg_type != RTM_NEWLINK ||
	    nlmsg_parse(message, sizeof(*link), attributes, IFLA_MAX, NULL) < 0 ||
	    !attributes[IFLA_IFNAME])
		return;
	kind = kind_of(attributes[IFLA_LINKINFO]);
	row = reading_row(dump->reading, 0);
	cell_system_text(&row[DEVICE], attribute_text(attributes[IFLA_IFNAME]));
	fill_counters(row, attributes[IFLA_STATS64]);
	cell_count(&row[IFINDEX], (uint64_t)link->ifi_index);
	cell_system_text(&row[KIND], kind);
	if (!strcmp(kind, "tun"))
		fill_mac(&row[MAC], attributes[IFLA_ADDRESS]);
	if (attributes[IFLA_MTU])
		cell_count(&row[MTU], attribute_u32(attributes[IFLA_MTU]));
	cell_bool(&row[UP], link->ifi_flags & IFF_UP);
	if (attributes[IFLA_CARRIER])
		cell_bool(&row[CARRIER], attribute_u8(attributes[IFLA_CARRIER]));
	note_reference(dump, dump->reading->tables[0]->rows - 1, attributes, !strcmp(kind, "veth"));
}

static const char *name_of_index(const struct table *table, uint32_t index)
{
	for (size_t i = 0; i < table->rows; i++)
		if (cell_as_count(&table_row(table, i)[IFINDEX]) == index)
			return cell_as_text(&table_row(table, i)[DEVICE]);
	return NULL;
}

static void resolve_peer(const struct reading *reading, const struct reference *reference,
			 struct netns_numbers *numbers, struct cell *row)
{
	cell_count(&row[PEER_IFINDEX], reference->peer);
	if (reference->netns == PEER_HERE)
		cell_text(&row[PEER_NETNS], reading->ns->name);
	else if (reference->netns >= 0 && numbers->namespaces)
		cell_text(&row[PEER_NETNS], netns_of_number(numbers, reference->netns));
}

static void resolve_references(const struct dump *dump, struct nl_sock *socket)
{
	const struct table *table = dump->reading->tables[0];
	const struct session *session = dump->reading->session;
	cleanup_netns_numbers struct netns_numbers numbers = { 0 };

	netns_numbers_open(socket, session ? session_namespaces(session) : NULL, &numbers);
	for (size_t i = 0; i < table->rows; i++) {
		const struct reference *reference = &dump->references[i];
		struct cell *row = table_row(table, i);

		if (reference->master)
			cell_text(&row[MASTER], name_of_index(table, reference->master));
		if (reference->peer)
			resolve_peer(dump->reading, reference, &numbers, row);
	}
}

static int read_links(const struct reading *reading, struct error *err)
{
	struct dump dump = { .reading = reading };
	cleanup_route struct nl_sock *socket = NULL;
	int r = route_open(&socket, err);

	if (r == 0)
		r = route_dump_links(socket, begin, take_link, &dump, err);
	if (r == 0)
		resolve_references(&dump, socket);
	free(dump.references);
	return r;
}

static bool keep_counted(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return row_counted(table, row);
}

static int collect(const struct session *session, struct evidence *out, struct error *err)
{
	const struct probe_run *run = session_run_of(session, &probe_links);
	struct fact *fact = evidence_find(out, FACT);

	(void)err;
	if (!fact || !fact->table)
		return 0;
	if (run && run->first) {
		table_empty_moved(run->first[0], fact->table);
		table_add_gone(fact->table, run->first[0]);
	}
	if (fact->table->rows <= KEEP_ROWS)
		return 0;
	fact->cut += table_keep_if(fact->table, keep_counted, NULL);
	fact->cut += table_keep_largest(fact->table, "rx_packets", KEEP_ROWS);
	return 0;
}
