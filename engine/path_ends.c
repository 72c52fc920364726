// SPDX-License-Identifier: BSD-2-Clause
/* The ends of ways: names of devices, what kind of end they are, sockets and remote hosts. */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "drop_tables.h"
#include "path.h"
#include "path_rows.h"
#include "text.h"

const struct column_spec path_read_columns[] = {
	{ "netns", COLUMN_KEY, NULL },
	{ "family", COLUMN_KEY, NULL },
	{ "protocol", COLUMN_KEY, NULL },
	{ "port", COLUMN_KEY, NULL },
	{ "pid", COLUMN_KEY, NULL },
	{ "process", COLUMN_KEY, NULL },
	HISTOGRAM_COLUMNS,
	{ 0 },
};

const struct column_spec path_remote_columns[] = {
	{ "netns", COLUMN_KEY, NULL },     { "family", COLUMN_KEY, NULL },
	{ "remote", COLUMN_KEY, NULL },    HISTOGRAM_COLUMNS,
	{ "on_link", COLUMN_VALUE, NULL }, { 0 },
};

void path_read_rows(struct fact *fact, const struct map_entries *reads,
		    const struct path_counters *counters, const struct netns_list *namespaces)
{
	char text[SYMBOL_MAX];

	for (size_t i = 0; i < reads->count; i++) {
		const struct path_read_key *key = map_key(reads, i);
		const struct path_read_value *value = map_value(reads, i);
		struct cell *row = table_add(fact->table);

		cell_text(&row[0], netns_name(namespaces, key->netns, text, sizeof(text)));
		cell_text(&row[1], drop_family(key->family));
		cell_text(&row[2], drop_protocol(key->family, key->protocol, text));
		if (key->port)
			cell_count(&row[3], key->port);
		cell_count(&row[4], key->pid);
		snprintf(text, sizeof(text), "%.*s", (int)sizeof(value->process), value->process);
		cell_system_text(&row[5], text);
		histogram_cells(&value->waited, &row[6]);
	}
	table_sort(fact->table);
	fact->lost = counters->reads_lost;
}

void path_remote_rows(struct fact *fact, const struct map_entries *remotes,
		      const struct path_counters *counters, const struct netns_list *namespaces)
{
	char text[SYMBOL_MAX];

	for (size_t i = 0; i < remotes->count; i++) {
		const struct path_remote_key *key = map_key(remotes, i);
		const struct path_remote_value *value = map_value(remotes, i);
		struct cell *row = table_add(fact->table);

		cell_text(&row[0], netns_name(namespaces, key->netns, text, sizeof(text)));
		cell_text(&row[1], drop_family((uint8_t)key->family));
		cell_text(&row[2], inet_ntop(key->family == 6 ? AF_INET6 : AF_INET, key->address,
					     text, sizeof(text)));
		histogram_cells(&value->least, &row[3]);
		cell_bool(&row[3 + HISTOGRAM_CELLS],
			  value->on_link == histogram_samples(&value->least));
	}
	table_sort(fact->table);
	fact->lost = counters->remotes_lost;
	if (counters->remotes_made > remotes->count)
		fact->cut = counters->remotes_made - remotes->count;
}

/* The row of the link that a cell names by number, or -1. */
static int find_link(const struct table *links, const char *place)
{
	unsigned long long ifindex;
	int behind = 0;

	if (!links || sscanf(place, "if %llu in %n", &ifindex, &behind) != 1 || !behind)
		return -1;
	for (size_t i = 0; i < links->rows; i++)
		if (cell_as_count(table_cell(links, i, "ifindex")) == ifindex &&
		    !strcmp(cell_as_text(table_cell(links, i, "netns")), place + behind))
			return (int)i;
	return -1;
}

static const char *kind_of(const struct table *links, int link)
{
	return link < 0 ? "" : cell_as_text(table_cell(links, (size_t)link, "kind"));
}

static const char *end_of(const struct table *links, int link)
{
	return strcmp(kind_of(links, link), "tun") ? "wire" : "vm";
}

static void name_way(struct cell *way, const struct table *links, int from, int to)
{
	const char *given = cell_as_text(way), *separator = strstr(given, "_to_");
	char name[32];

	if (!separator)
		return;
	snprintf(name, sizeof(name), "%s_to_%s",
		 strncmp(given, "host", 4) ? end_of(links, from) : "host",
		 strcmp(separator + 4, "host") ? end_of(links, to) : "host");
	cell_text(way, name);
}

/* Begins or ends at one of the devices that are asked for. */
static bool touches(const struct scope *scope, const char *device)
{
	for (unsigned i = 0; i < scope->devices.count; i++)
		if (!strcmp(scope->devices.names[i], device))
			return true;
	return false;
}

/* With a VM's interface the ways are the VM's, else this host's. */
static bool goes_right(const struct scope *scope, const char *way)
{
	const char *self = scope->devices.vm ? "vm" : "host", *to = strstr(way, "_to_");
	bool out = !strncmp(way, self, strlen(self)), in = to && !strcmp(to + 4, self);

	return scope->direction == SCOPE_BOTH || (!out && !in) ||
	       (scope->direction == SCOPE_TX ? out : in);
}

struct naming {
	const struct table *links;
	const struct scope *scope;
	int way, from, to, stage, device;
};

static bool belongs(const struct table *table, size_t kept, const struct cell *row,
		    const void *data)
{
	const struct naming *naming = data;
	const struct scope *scope = naming->scope;

	(void)table;
	(void)kept;
	return (!scope->devices.count || touches(scope, cell_as_text(&row[naming->from])) ||
		touches(scope, cell_as_text(&row[naming->to]))) &&
	       goes_right(scope, cell_as_text(&row[naming->way])) &&
	       strcmp(cell_as_text(&row[naming->way]), "datapath");
}

static void name_device(struct cell *cell, const struct table *links)
{
	int link = find_link(links, cell_as_text(cell));

	if (link >= 0)
		cell_text(cell, cell_as_text(table_cell(links, (size_t)link, "device")));
}

/* Where the kernel does not tell the datapath's parts from each other they are one stage. */
static bool in_datapath(const struct table *links, int link)
{
	return link >= 0 &&
	       (!strcmp(kind_of(links, link), "openvswitch") ||
		!strcmp(cell_as_text(table_cell(links, (size_t)link, "master")), "ovs-system"));
}

static void name_row(const struct naming *naming, struct cell *row)
{
	int from = find_link(naming->links, cell_as_text(&row[naming->from]));
	int to = find_link(naming->links, cell_as_text(&row[naming->to]));
	bool host = !strncmp(cell_as_text(&row[naming->way]), "host", 4);

	if (!host && !strcmp(kind_of(naming->links, from), "openvswitch"))
		cell_text(&row[naming->way], "datapath");
	else
		name_way(&row[naming->way], naming->links, from, to);
	if (in_datapath(naming->links, from) &&
	    !strcmp(cell_as_text(&row[naming->stage]), "devices"))
		cell_text(&row[naming->stage], "ovs");
	name_device(&row[naming->from], naming->links);
	name_device(&row[naming->to], naming->links);
	name_device(&row[naming->device], naming->links);
}

void path_name(struct table *table, const struct table *links, const struct scope *scope)
{
	const struct naming naming = {
		.links = links,
		.scope = scope,
		.way = table_column(table, "path"),
		.from = table_column(table, "from"),
		.to = table_column(table, "to"),
		.stage = table_column(table, "stage"),
		.device = table_column(table, "device"),
	};

	for (size_t i = 0; i < table->rows; i++)
		name_row(&naming, table_row(table, i));
	table_keep(table, belongs, &naming);
	table_sort(table);
}
