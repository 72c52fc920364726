// SPDX-License-Identifier: BSD-2-Clause
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "drop_tables.h"
#include "memory.h"
#include "packet_drop.h"
#include "text.h"

#define VLAN_ID 0xfff
#define VLAN_PRIORITY_SHIFT 13
#define KEEP_OF_A_PLACE 4

const struct column_spec drop_sample_columns[] = {
	[SAMPLE_T_MS] = { "t_ms", COLUMN_KEY, "ms" },
	[SAMPLE_CPU] = { "cpu", COLUMN_KEY, NULL },
	[SAMPLE_NUMBER] = { "number", COLUMN_KEY, NULL },
	[SAMPLE_NETNS] = { "netns", COLUMN_VALUE, NULL },
	[SAMPLE_DEVICE] = { "device", COLUMN_VALUE, NULL },
	[SAMPLE_DIRECTION] = { "direction", COLUMN_VALUE, NULL },
	[SAMPLE_REASON] = { "reason", COLUMN_VALUE, NULL },
	[SAMPLE_LOCATION] = { "location", COLUMN_VALUE, NULL },
	[SAMPLE_PROCESS] = { "process", COLUMN_VALUE, NULL },
	[SAMPLE_THREAD] = { "thread", COLUMN_VALUE, NULL },
	[SAMPLE_LENGTH] = { "length", COLUMN_VALUE, "bytes" },
	[SAMPLE_MAC_SRC] = { "mac_src", COLUMN_VALUE, NULL },
	[SAMPLE_MAC_DST] = { "mac_dst", COLUMN_VALUE, NULL },
	[SAMPLE_ETHERTYPE] = { "ethertype", COLUMN_VALUE, NULL },
	[SAMPLE_VLAN] = { "vlan", COLUMN_VALUE, NULL },
	[SAMPLE_VLAN_INNER] = { "vlan_inner", COLUMN_VALUE, NULL },
	[SAMPLE_FAMILY] = { "family", COLUMN_VALUE, NULL },
	[SAMPLE_PROTOCOL] = { "protocol", COLUMN_VALUE, NULL },
	[SAMPLE_SRC] = { "src", COLUMN_VALUE, NULL },
	[SAMPLE_SPORT] = { "sport", COLUMN_VALUE, NULL },
	[SAMPLE_DST] = { "dst", COLUMN_VALUE, NULL },
	[SAMPLE_DPORT] = { "dport", COLUMN_VALUE, NULL },
	[SAMPLE_TTL] = { "ttl", COLUMN_VALUE, NULL },
	[SAMPLE_TOS] = { "tos", COLUMN_VALUE, NULL },
	[SAMPLE_ID] = { "id", COLUMN_VALUE, NULL },
	[SAMPLE_TCP_FLAGS] = { "tcp_flags", COLUMN_VALUE, NULL },
	[SAMPLE_TUNNEL] = { "tunnel", COLUMN_VALUE, NULL },
	[SAMPLE_VNI] = { "vni", COLUMN_VALUE, NULL },
	[SAMPLE_INNER_PROTOCOL] = { "inner_protocol", COLUMN_VALUE, NULL },
	[SAMPLE_INNER_SRC] = { "inner_src", COLUMN_VALUE, NULL },
	[SAMPLE_INNER_SPORT] = { "inner_sport", COLUMN_VALUE, NULL },
	[SAMPLE_INNER_DST] = { "inner_dst", COLUMN_VALUE, NULL },
	[SAMPLE_INNER_DPORT] = { "inner_dport", COLUMN_VALUE, NULL },
	[SAMPLE_COLUMNS] = { 0 },
};

static const char *const tunnels[] = {
	[DROP_TUNNEL_VXLAN] = "vxlan",
	[DROP_TUNNEL_GENEVE] = "geneve",
};

static void mac_cell(struct cell *cell, const __u8 mac[6])
{
	char text[18];

	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		 mac[3], mac[4], mac[5]);
	cell_text(cell, text);
}

/* "0x8100 100 p3": the kind of tag, its id, its priority when it has one. */
static void tag_cell(struct cell *cell, __u16 type, __u16 tag)
{
	char text[32], priority[8] = "";

	if (!type)
		return;
	if (tag >> VLAN_PRIORITY_SHIFT)
		snprintf(priority, sizeof(priority), " p%u", tag >> VLAN_PRIORITY_SHIFT);
	snprintf(text, sizeof(text), "0x%04x %u%s", type, tag & VLAN_ID, priority);
	cell_text(cell, text);
}

/* As tcpdump writes them. */
static void flags_cell(struct cell *cell, __u8 flags)
{
	static const char letters[] = "FSRP.UEW";
	char text[sizeof(letters)] = "";
	size_t used = 0;

	for (size_t i = 0; i < sizeof(letters) - 1; i++)
		if (flags & 1U << i)
			text[used++] = letters[i];
	text[used] = '\0';
	if (used)
		cell_text(cell, text);
}

/* Protocol, source, port, destination, port: five cells in a row. */
static void conversation_cells(struct cell *cells, const struct drop_conversation *of)
{
	int family = of->family == 6 ? AF_INET6 : AF_INET;
	char text[SYMBOL_MAX];

	if (!of->family)
		return;
	cell_text(&cells[0], drop_protocol(of->family, of->protocol, text));
	cell_text(&cells[1], inet_ntop(family, of->source, text, sizeof(text)));
	cell_text(&cells[3], inet_ntop(family, of->destination, text, sizeof(text)));
	if (of->source_port || of->destination_port) {
		cell_count(&cells[2], of->source_port);
		cell_count(&cells[4], of->destination_port);
	}
}

static void packet_cells(struct cell *row, const struct drop_sample *sample)
{
	char text[8];

	cell_count(&row[SAMPLE_LENGTH], sample->length);
	if (sample->mac) {
		mac_cell(&row[SAMPLE_MAC_SRC], sample->mac_source);
		mac_cell(&row[SAMPLE_MAC_DST], sample->mac_destination);
	}
	snprintf(text, sizeof(text), "0x%04x", sample->ethertype);
	cell_text(&row[SAMPLE_ETHERTYPE], text);
	tag_cell(&row[SAMPLE_VLAN], sample->tag_type[0], sample->tag[0]);
	tag_cell(&row[SAMPLE_VLAN_INNER], sample->tag_type[1], sample->tag[1]);
	cell_text(&row[SAMPLE_FAMILY], drop_family(sample->outer.family));
	conversation_cells(&row[SAMPLE_PROTOCOL], &sample->outer);
	if (sample->outer.family) {
		cell_count(&row[SAMPLE_TTL], sample->ttl);
		cell_count(&row[SAMPLE_TOS], sample->tos);
	}
	if (sample->outer.family == 4)
		cell_count(&row[SAMPLE_ID], sample->id);
	flags_cell(&row[SAMPLE_TCP_FLAGS], sample->tcp_flags);
	if (!sample->tunnel)
		return;
	cell_text(&row[SAMPLE_TUNNEL], tunnels[sample->tunnel]);
	cell_count(&row[SAMPLE_VNI], sample->vni);
	conversation_cells(&row[SAMPLE_INNER_PROTOCOL], &sample->inner);
}

static void add_row(struct table *table, const struct drop_sample *sample, uint64_t born_ns,
		    size_t cpu, const struct drop_names *names)
{
	struct cell *row = table_add(table);
	char buffer[SYMBOL_MAX], process[sizeof(sample->process) + 1] = "";

	memcpy(process, sample->process, sizeof(sample->process));
	cell_count(&row[SAMPLE_T_MS],
		   sample->time_ns > born_ns ? (sample->time_ns - born_ns) / 1000000 : 0);
	cell_count(&row[SAMPLE_CPU], cpu);
	cell_count(&row[SAMPLE_NUMBER], sample->number);
	cell_text(&row[SAMPLE_NETNS], drop_netns(names, sample->netns, buffer));
	cell_text(&row[SAMPLE_DEVICE],
		  drop_device(names, cell_as_text(&row[SAMPLE_NETNS]), sample->ifindex, buffer));
	cell_text(&row[SAMPLE_DIRECTION], sample->direction & DROP_TX ? "tx" : "rx");
	cell_text(&row[SAMPLE_REASON],
		  drop_reasons_name(names->reasons, sample->reason, buffer, sizeof(buffer)));
	cell_text(&row[SAMPLE_LOCATION],
		  symbols_function(names->symbols, sample->location, buffer));
	cell_system_text(&row[SAMPLE_PROCESS], process);
	cell_count(&row[SAMPLE_THREAD], sample->tid);
	packet_cells(row, sample);
}

uint32_t drop_samples_each(uint32_t cpus, bool in_full)
{
	uint32_t each = DROP_SAMPLES_MOST;

	while (each > DROP_SAMPLES_LEAST && each * cpus > DROP_SAMPLES)
		each /= 2;
	return in_full ? each * DROP_SAMPLES_IN_FULL : each;
}

int drop_sample_rows(struct table *table, int samples, uint32_t each, uint64_t born_ns,
		     const struct drop_names *names, struct error *err)
{
	for (uint32_t place = 0; place < each; place++) {
		size_t cpus;
		cleanup_free struct drop_sample *of_cpu =
			map_read_cpus(samples, place, sizeof(*of_cpu), &cpus, err);

		if (!of_cpu)
			return -1;
		for (size_t cpu = 0; cpu < cpus; cpu++)
			if (of_cpu[cpu].number)
				add_row(table, &of_cpu[cpu], born_ns, cpu, names);
	}
	table_sort(table);
	return 0;
}

static bool same_place(const struct cell *a, const struct cell *b)
{
	static const enum drop_sample_column place[] = { SAMPLE_NETNS, SAMPLE_DEVICE, SAMPLE_REASON,
							 SAMPLE_LOCATION };

	for (size_t i = 0; i < ARRAY_SIZE(place); i++)
		if (cell_compare(&a[place[i]], &b[place[i]]))
			return false;
	return true;
}

static bool worth_keeping(const struct table *table, size_t kept, const struct cell *row,
			  const void *keep)
{
	size_t same = 0;

	if (kept == *(const size_t *)keep)
		return false;
	for (size_t i = 0; i < kept; i++)
		same += same_place(table_row(table, i), row);
	return same < KEEP_OF_A_PLACE;
}

size_t drop_samples_thin(struct table *table, size_t keep)
{
	return table_keep(table, worth_keeping, &keep);
}
