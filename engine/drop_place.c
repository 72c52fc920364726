// SPDX-License-Identifier: BSD-2-Clause
#include "drop_place.h"

#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "drop_tables.h"
#include "memory.h"
#include "prune.h"

struct placing {
	const struct session *session;
	struct evidence *evidence;
	struct table *kernel, *tuples;
	const struct table *devices, *sockets;
	uint64_t nowhere; /* packets taken out because their place is not known */
	uint64_t outside;
};

static struct table *table_of(const struct evidence *evidence, const char *name)
{
	const struct fact *fact = evidence_find(evidence, name);

	return fact ? fact->table : NULL;
}

static bool text_is(const struct cell *cell, const char *text)
{
	return !strcmp(cell_as_text(cell), text);
}

static bool unplaced_udp(const struct cell *netns, const struct cell *protocol)
{
	return text_is(netns, "") && text_is(protocol, "udp");
}

/* The name of "if 7" in a namespace, or NULL when it has no such device. */
static const char *device_in(const struct placing *placing, const char *netns, const char *device)
{
	unsigned ifindex;

	if (sscanf(device, "if %u", &ifindex) != 1)
		return NULL;
	for (size_t i = 0; i < placing->devices->rows; i++) {
		const struct cell *row = table_row(placing->devices, i);

		if (cell_as_count(&row[1]) == ifindex && text_is(&row[0], netns))
			return cell_as_text(&row[2]);
	}
	return NULL;
}

/* A socket for both families is listed as IPv6. */
static bool takes(const struct table *sockets, size_t i, const struct cell *tuple)
{
	const char *family = cell_as_text(table_cell(sockets, i, "family"));

	return cell_as_count(table_cell(sockets, i, "port")) ==
		       cell_as_count(&tuple[TUPLE_DPORT]) &&
	       cell_as_count(table_cell(sockets, i, "drops")) > 0 &&
	       (text_is(&tuple[TUPLE_FAMILY], family) || !strcmp(family, "ipv6"));
}

/* The only namespace that fits, or NULL. */
static const char *find_place(const struct placing *placing, const struct cell *tuple)
{
	const char *found = NULL;

	for (size_t i = 0; i < placing->sockets->rows; i++) {
		const char *netns = cell_as_text(table_cell(placing->sockets, i, "netns"));

		if (!takes(placing->sockets, i, tuple) || (found && !strcmp(found, netns)) ||
		    !device_in(placing, netns, cell_as_text(&tuple[TUPLE_DEVICE])))
			continue;
		if (found)
			return NULL;
		found = netns;
	}
	return found;
}

static void put(const struct placing *placing, struct cell *netns, struct cell *device,
		const char *place)
{
	cell_text(device, device_in(placing, place, cell_as_text(device)));
	cell_text(netns, place);
}

static bool of_row(const struct cell *tuple, const struct cell *row)
{
	return unplaced_udp(&tuple[TUPLE_NETNS], &tuple[TUPLE_PROTOCOL]) &&
	       !cell_compare(&tuple[TUPLE_DEVICE], &row[DROP_DEVICE]) &&
	       !cell_compare(&tuple[TUPLE_REASON], &row[DROP_REASON]) &&
	       !cell_compare(&tuple[TUPLE_LOCATION], &row[DROP_LOCATION]) &&
	       !cell_compare(&tuple[TUPLE_FAMILY], &row[DROP_FAMILY]);
}

/* Splits off what one conversation lost. */
static void move_packets(const struct placing *placing, size_t row, uint64_t packets,
			 const char *place)
{
	struct cell *to = table_add(placing->kernel), *from = table_row(placing->kernel, row);
	uint64_t all = cell_as_count(&from[DROP_PACKETS]);
	uint64_t bytes = cell_as_count(&from[DROP_BYTES]), moved;

	packets = packets < all ? packets : all;
	moved = all ? (uint64_t)((__uint128_t)bytes * packets / all) : 0;
	for (size_t i = 0; i < DROP_PACKETS; i++)
		cell_text(&to[i], cell_as_text(&from[i]));
	put(placing, &to[DROP_NETNS], &to[DROP_DEVICE], place);
	cell_count(&to[DROP_PACKETS], packets);
	cell_count(&to[DROP_BYTES], moved);
	cell_count(&from[DROP_PACKETS], all - packets);
	cell_count(&from[DROP_BYTES], bytes - moved);
}

/* The whole row when all its conversations point to one namespace, else conversation by
 * conversation. */
static void place_row(const struct placing *placing, size_t row)
{
	const char *only = NULL;
	bool agreed = true;

	for (size_t i = 0; i < placing->tuples->rows; i++) {
		const struct cell *tuple = table_row(placing->tuples, i);
		const char *place;

		if (!of_row(tuple, table_row(placing->kernel, row)))
			continue;
		place = find_place(placing, tuple);
		agreed &= place && (!only || !strcmp(only, place));
		only = place ? place : only;
	}
	if (only && agreed) {
		move_packets(placing, row, UINT64_MAX, only);
		return;
	}
	for (size_t i = 0; only && i < placing->tuples->rows; i++) {
		const struct cell *tuple = table_row(placing->tuples, i);
		const char *place = NULL;

		if (of_row(tuple, table_row(placing->kernel, row)))
			place = find_place(placing, tuple);
		if (place)
			move_packets(placing, row, cell_as_count(&tuple[TUPLE_PACKETS]), place);
	}
}

static bool has_packets(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return cell_as_count(table_cell(table, row, "packets")) > 0;
}

static void place_all(const struct placing *placing)
{
	size_t rows = placing->kernel->rows;

	for (size_t row = 0; row < rows; row++) {
		const struct cell *cells = table_row(placing->kernel, row);

		if (unplaced_udp(&cells[DROP_NETNS], &cells[DROP_PROTOCOL]))
			place_row(placing, row);
	}
	for (size_t row = 0; row < placing->tuples->rows; row++) {
		struct cell *tuple = table_row(placing->tuples, row);
		const char *place = NULL;

		if (unplaced_udp(&tuple[TUPLE_NETNS], &tuple[TUPLE_PROTOCOL]))
			place = find_place(placing, tuple);
		if (place)
			put(placing, &tuple[TUPLE_NETNS], &tuple[TUPLE_DEVICE], place);
	}
	table_keep_if(placing->kernel, has_packets, NULL);
	table_merge(placing->kernel);
	table_merge(placing->tuples);
}

static bool device_in_scope(const struct placing *placing, const char *netns, const char *device)
{
	const struct scope_devices *devices = &session_scope(placing->session)->devices;
	const struct netns_list *namespaces = session_namespaces(placing->session);

	for (unsigned i = 0; i < devices->found_count; i++) {
		const struct netns *ns = netns_by_inode(namespaces, devices->found[i].netns);
		char number[32];

		snprintf(number, sizeof(number), "if %u", devices->found[i].ifindex);
		if (!ns || strcmp(ns->name, netns))
			continue;
		if (!strcmp(device, number))
			return true;
		for (unsigned name = 0; name < devices->count; name++)
			if (!strcmp(device, devices->names[name]))
				return true;
	}
	return !devices->found_count;
}

static bool netns_in_scope(const struct placing *placing, const char *netns)
{
	const struct netns_list *namespaces = session_namespaces(placing->session);
	const char *asked = session_scope(placing->session)->netns;

	if (!asked || !strcmp(asked, "all"))
		return true;
	for (size_t i = 0; i < namespaces->count; i++)
		if (!strcmp(namespaces->entries[i].name, netns))
			return true;
	return false;
}

static bool in_scope(const struct table *table, size_t row, const void *data)
{
	const struct placing *placing = data;
	const char *netns = cell_as_text(table_cell(table, row, "netns"));

	return netns_in_scope(placing, netns) &&
	       device_in_scope(placing, netns, cell_as_text(table_cell(table, row, "device")));
}

static void narrow(struct placing *placing)
{
	struct table *totals = table_of(placing->evidence, "drops.totals");
	struct cell *row = totals && totals->rows ? table_row(totals, 0) : NULL;
	uint64_t in_all, left_out;

	for (size_t i = 0; i < placing->kernel->rows; i++) {
		uint64_t packets = cell_as_count(table_cell(placing->kernel, i, "packets"));

		if (in_scope(placing->kernel, i, placing))
			continue;
		if (text_is(table_cell(placing->kernel, i, "netns"), ""))
			placing->nowhere += packets;
		else
			placing->outside += packets;
	}
	table_keep_if(placing->kernel, in_scope, placing);
	table_keep_if(placing->tuples, in_scope, placing);
	placing->evidence->unplaced += placing->nowhere;
	if (!row)
		return;
	left_out = placing->nowhere + placing->outside;
	in_all = cell_as_count(&row[1]);
	/* A look counts on: the totals were read before the rows, and may be less. */
	cell_count(&row[1], in_all > left_out ? in_all - left_out : 0);
	cell_count(&row[2], cell_as_count(&row[2]) + placing->nowhere);
}

void drop_place(const struct session *session, struct evidence *evidence)
{
	const struct scope *scope = session_scope(session);
	struct placing placing = {
		.session = session,
		.evidence = evidence,
		.kernel = table_of(evidence, "drops.kernel"),
		.tuples = table_of(evidence, "drops.tuples"),
		.devices = table_of(evidence, "drops.devices"),
		.sockets = table_of(evidence, "sockets.udp"),
	};

	if (!placing.kernel || !placing.tuples)
		return;
	if (placing.devices && placing.sockets)
		place_all(&placing);
	if (scope->devices.found_count || scope->netns)
		narrow(&placing);
}
