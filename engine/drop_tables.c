// SPDX-License-Identifier: BSD-2-Clause
#include "drop_tables.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include <linux/if_ether.h>

#include "cleanup.h"
#include "memory.h"
#include "packet_drop.h"

#define NAME_MAX_BYTES 64

const struct column_spec drop_kernel_columns[] = {
	[DROP_NETNS] = { "netns", COLUMN_KEY, NULL },
	[DROP_DEVICE] = { "device", COLUMN_KEY, NULL },
	[DROP_DIRECTION] = { "direction", COLUMN_KEY, NULL },
	[DROP_CAST] = { "cast", COLUMN_KEY, NULL },
	[DROP_FAMILY] = { "family", COLUMN_KEY, NULL },
	[DROP_PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[DROP_REASON] = { "reason", COLUMN_KEY, NULL },
	[DROP_SUBSYSTEM] = { "subsystem", COLUMN_KEY, NULL },
	[DROP_LOCATION] = { "location", COLUMN_KEY, NULL },
	[DROP_PACKET] = { "packet", COLUMN_KEY, NULL },
	[DROP_SEGMENT] = { "segment", COLUMN_KEY, NULL },
	[DROP_PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[DROP_BYTES] = { "bytes", COLUMN_COUNTER, "bytes" },
	[DROP_COLUMNS] = { 0 },
};

const struct column_spec drop_stack_columns[] = {
	[STACK_REASON] = { "reason", COLUMN_KEY, NULL },
	[STACK_LOCATION] = { "location", COLUMN_KEY, NULL },
	[STACK_STACK] = { "stack", COLUMN_KEY, NULL },
	[STACK_SAMPLES] = { "samples", COLUMN_COUNTER, "count" },
	[STACK_COLUMNS] = { 0 },
};

const struct column_spec drop_tuple_columns[] = {
	[TUPLE_NETNS] = { "netns", COLUMN_KEY, NULL },
	[TUPLE_DEVICE] = { "device", COLUMN_KEY, NULL },
	[TUPLE_REASON] = { "reason", COLUMN_KEY, NULL },
	[TUPLE_LOCATION] = { "location", COLUMN_KEY, NULL },
	[TUPLE_FAMILY] = { "family", COLUMN_KEY, NULL },
	[TUPLE_PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[TUPLE_SRC] = { "src", COLUMN_KEY, NULL },
	[TUPLE_SPORT] = { "sport", COLUMN_KEY, NULL },
	[TUPLE_DST] = { "dst", COLUMN_KEY, NULL },
	[TUPLE_DPORT] = { "dport", COLUMN_KEY, NULL },
	[TUPLE_PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	[TUPLE_COLUMNS] = { 0 },
};

const char *drop_netns(const struct drop_names *names, uint32_t inode, char *buffer)
{
	return netns_name(names->namespaces, inode, buffer, NAME_MAX_BYTES);
}

const char *drop_device(const struct drop_names *names, const char *netns, uint32_t ifindex,
			char *buffer)
{
	for (size_t i = 0; ifindex && i < ARRAY_SIZE(names->devices); i++) {
		const struct table *table = names->devices[i];

		for (size_t row = 0; table && row < table->rows; row++) {
			const struct cell *cells = table_row(table, row);

			if (cell_as_count(&cells[1]) == ifindex &&
			    !strcmp(cell_as_text(&cells[0]), netns))
				return cell_as_text(&cells[2]);
		}
	}
	if (!ifindex)
		return "";
	snprintf(buffer, NAME_MAX_BYTES, "if %u", ifindex);
	return buffer;
}

const char *drop_family(uint8_t family)
{
	return family == 4 ? "ipv4" : family == 6 ? "ipv6" : "other";
}

const char *drop_protocol(uint8_t family, uint16_t protocol, char *buffer)
{
	static const struct {
		bool ip;
		uint16_t number;
		const char *name;
	} known[] = {
		{ true, IPPROTO_TCP, "tcp" },         { true, IPPROTO_UDP, "udp" },
		{ true, IPPROTO_ICMP, "icmp" },       { true, IPPROTO_ICMPV6, "icmpv6" },
		{ true, IPPROTO_SCTP, "sctp" },       { true, IPPROTO_IGMP, "igmp" },
		{ true, IPPROTO_GRE, "gre" },         { true, IPPROTO_ESP, "esp" },
		{ true, IPPROTO_UDPLITE, "udplite" }, { false, ETH_P_ARP, "arp" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i].ip == (family != 0) && known[i].number == protocol)
			return known[i].name;
	snprintf(buffer, NAME_MAX_BYTES, family || !protocol ? "%u" : "0x%04x", protocol);
	return buffer;
}

/* Only where the kernel gives no reason. */
static const char *packet_name(const struct drop_names *names, uint32_t reason)
{
	static const char *const told[] = {
		[DROP_PACKET_PLAIN] = "",
		[DROP_PACKET_OTHER_HOST] = "other_host",
		[DROP_PACKET_LAST_HOP] = "last_hop",
	};

	return drop_reasons_any(names->reasons) || reason >= ARRAY_SIZE(told) ? "" : told[reason];
}

static const char *segment_name(uint8_t direction)
{
	if (direction & DROP_ACK)
		return "ack";
	if (direction & DROP_SYN)
		return "syn";
	return direction & DROP_FIN ? "fin" : "";
}

void drop_kernel_rows(struct table *table, const struct map_entries *drops,
		      const struct drop_names *names)
{
	char buffer[SYMBOL_MAX];

	for (size_t i = 0; i < drops->count; i++) {
		const struct drop_key *key = map_key(drops, i);
		const struct drop_value *value = map_value(drops, i);
		struct cell *row;

		if (!value->packets)
			continue;
		row = table_add(table);
		cell_text(&row[DROP_NETNS], drop_netns(names, key->netns, buffer));
		cell_text(&row[DROP_DEVICE],
			  drop_device(names, cell_as_text(&row[DROP_NETNS]), key->ifindex, buffer));
		cell_text(&row[DROP_DIRECTION], key->direction & DROP_TX ? "tx" : "rx");
		cell_text(&row[DROP_CAST],
			  key->direction & DROP_MULTICAST ? "multicast" : "unicast");
		cell_text(&row[DROP_FAMILY], drop_family(key->family));
		cell_text(&row[DROP_PROTOCOL], drop_protocol(key->family, key->protocol, buffer));
		cell_text(&row[DROP_REASON],
			  drop_reasons_name(names->reasons, key->reason, buffer, sizeof(buffer)));
		cell_text(&row[DROP_SUBSYSTEM], drop_reasons_subsystem(names->reasons, key->reason,
								       buffer, sizeof(buffer)));
		cell_text(&row[DROP_LOCATION],
			  symbols_function(names->symbols, key->location, buffer));
		cell_text(&row[DROP_PACKET], packet_name(names, key->reason));
		cell_text(&row[DROP_SEGMENT], segment_name(key->direction));
		cell_count(&row[DROP_PACKETS], value->packets);
		cell_count(&row[DROP_BYTES], value->bytes);
	}
	table_merge(table);
}

void drop_series_rows(struct table *table, const struct map_entries *drops,
		      const struct drop_names *names)
{
	char buffer[SYMBOL_MAX];

	for (size_t i = 0; i < drops->count; i++) {
		const struct drop_key *key = map_key(drops, i);
		struct cell *row = table_add(table);

		cell_text(&row[0], drop_netns(names, key->netns, buffer));
		cell_text(&row[1], drop_device(names, cell_as_text(&row[0]), key->ifindex, buffer));
		cell_text(&row[2],
			  drop_reasons_name(names->reasons, key->reason, buffer, sizeof(buffer)));
		cell_count(&row[3], ((const struct drop_value *)map_value(drops, i))->packets);
	}
}

static void tuple_addresses(struct cell *row, const struct drop_tuple *tuple)
{
	int family = tuple->family == 6 ? AF_INET6 : AF_INET;
	char text[INET6_ADDRSTRLEN];

	cell_text(&row[TUPLE_SRC], inet_ntop(family, tuple->source, text, sizeof(text)));
	cell_text(&row[TUPLE_DST], inet_ntop(family, tuple->destination, text, sizeof(text)));
	cell_count(&row[TUPLE_SPORT], tuple->source_port);
	cell_count(&row[TUPLE_DPORT], tuple->destination_port);
}

void drop_tuple_rows(struct table *table, const struct map_entries *tuples,
		     const struct drop_names *names)
{
	char buffer[SYMBOL_MAX];

	for (size_t i = 0; i < tuples->count; i++) {
		const struct drop_tuple *tuple = map_key(tuples, i);
		const uint64_t *packets = map_value(tuples, i);
		struct cell *row = table_add(table);

		cell_text(&row[TUPLE_NETNS], drop_netns(names, tuple->netns, buffer));
		cell_text(&row[TUPLE_DEVICE], drop_device(names, cell_as_text(&row[TUPLE_NETNS]),
							  tuple->ifindex, buffer));
		cell_text(&row[TUPLE_REASON],
			  drop_reasons_name(names->reasons, tuple->reason, buffer, sizeof(buffer)));
		cell_text(&row[TUPLE_LOCATION],
			  symbols_function(names->symbols, tuple->location, buffer));
		cell_text(&row[TUPLE_FAMILY], drop_family(tuple->family));
		cell_text(&row[TUPLE_PROTOCOL],
			  drop_protocol(tuple->family, tuple->protocol, buffer));
		tuple_addresses(row, tuple);
		cell_count(&row[TUPLE_PACKETS], *packets);
	}
	table_merge(table);
}
