// SPDX-License-Identifier: BSD-2-Clause
#include "path_rows.h"

#include <arpa/inet.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

#include "cleanup.h"
#include "drop_tables.h"
#include "memory.h"
#include "path.h"

const struct column_spec path_columns[] = {
	[PATH_NETNS] = { "netns", COLUMN_KEY, NULL },
	[PATH_NAME] = { "path", COLUMN_KEY, NULL },
	[PATH_FROM] = { "from", COLUMN_KEY, NULL },
	[PATH_TO] = { "to", COLUMN_KEY, NULL },
	[PATH_STAGE] = { "stage", COLUMN_KEY, NULL },
	[PATH_DEVICE] = { "device", COLUMN_KEY, NULL },
	HISTOGRAM_COLUMNS,
	{ 0 },
};

const struct column_spec path_slow_columns[] = {
	[SLOW_NUMBER] = { "number", COLUMN_KEY, NULL },
	[SLOW_NETNS] = { "netns", COLUMN_KEY, NULL },
	[SLOW_PATH] = { "path", COLUMN_KEY, NULL },
	[SLOW_FROM] = { "from", COLUMN_KEY, NULL },
	[SLOW_TO] = { "to", COLUMN_KEY, NULL },
	[SLOW_DEVICE] = { "device", COLUMN_KEY, NULL },
	[SLOW_T_MS] = { "t_ms", COLUMN_KEY, "ms" },
	[SLOW_FAMILY] = { "family", COLUMN_KEY, NULL },
	[SLOW_PROTOCOL] = { "protocol", COLUMN_KEY, NULL },
	[SLOW_SRC] = { "src", COLUMN_KEY, NULL },
	[SLOW_SPORT] = { "sport", COLUMN_KEY, NULL },
	[SLOW_DST] = { "dst", COLUMN_KEY, NULL },
	[SLOW_DPORT] = { "dport", COLUMN_KEY, NULL },
	[SLOW_QUEUE] = { "queue", COLUMN_KEY, NULL },
	[SLOW_TOTAL] = { "total", COLUMN_KEY, "us" },
	[SLOW_ORDER] = { "order", COLUMN_KEY, NULL },
	[SLOW_STAGE] = { "stage", COLUMN_KEY, NULL },
	[SLOW_TIME] = { "time", COLUMN_VALUE, "us" },
	[SLOW_CPU] = { "cpu", COLUMN_VALUE, NULL },
	{ 0 },
};

static const char *const stages[PATH_STAGES] = {
	[PATH_IP_FORWARD] = "ip_forward", [PATH_IP_OUTPUT] = "ip_output",
	[PATH_OVS_LOOKUP] = "ovs_lookup", [PATH_OVS_UPCALL] = "ovs_upcall",
	[PATH_OVS_ACTION] = "ovs_action", [PATH_DEVICES] = "devices",
	[PATH_QDISC] = "qdisc",           [PATH_DRIVER] = "driver",
	[PATH_SOFTIRQ] = "softirq",       [PATH_IP_INPUT] = "ip_input",
};

static bool at_the_end(enum path_stage stage)
{
	return stage == PATH_QDISC || stage == PATH_DRIVER || stage == PATH_IP_INPUT;
}

/* By number, until path_name() knows better. */
static void cell_place(struct cell *cell, const struct path_place *place,
		       const struct netns_list *namespaces)
{
	char name[SYMBOL_MAX], text[SYMBOL_MAX + 32];

	snprintf(text, sizeof(text), "if %u in %s", place->ifindex,
		 netns_name(namespaces, place->netns, name, sizeof(name)));
	cell_text(cell, place->ifindex ? text : "");
}

static void cell_ends(struct cell *way, struct cell *from, struct cell *to, bool from_host,
		      bool to_host, const struct path_place *first, const struct path_place *last,
		      const struct netns_list *namespaces)
{
	cell_text(way, from_host ? to_host ? "host_to_host" : "host_to_device"
		       : to_host ? "device_to_host"
				 : "device_to_device");
	cell_place(from, first, namespaces);
	cell_place(to, last, namespaces);
}

static void add_stage(struct table *table, const struct path_key *key, const char *stage, bool last,
		      const struct histogram *histogram, const struct netns_list *namespaces)
{
	const struct path_place *end = last ? &key->to : &key->from;
	struct cell *row = table_add(table);
	char text[SYMBOL_MAX];

	cell_text(&row[PATH_NETNS],
		  netns_name(namespaces, key->to_host ? key->to.netns : key->from.netns, text,
			     sizeof(text)));
	cell_ends(&row[PATH_NAME], &row[PATH_FROM], &row[PATH_TO], key->from_host, key->to_host,
		  &key->from, &key->to, namespaces);
	cell_text(&row[PATH_STAGE], stage);
	cell_place(&row[PATH_DEVICE], end, namespaces);
	histogram_cells(histogram, &row[PATH_TIMES]);
}

/* Shards of the same way follow each other, and end with the shard. */
static int compare_ways(const void *a, const void *b)
{
	return memcmp(*(const struct path_key *const *)a, *(const struct path_key *const *)b,
		      offsetof(struct path_key, shard));
}

static void add_way(struct table *table, const struct path_key *key, const struct path_value *value,
		    const struct netns_list *namespaces)
{
	if (!histogram_samples(&value->total))
		return;
	add_stage(table, key, "total", false, &value->total, namespaces);
	for (int i = 0; i < PATH_STAGES; i++)
		if (histogram_samples(&value->stage[i]))
			add_stage(table, key, stages[i],
				  at_the_end(i) || (i == PATH_SOFTIRQ && key->to_host),
				  &value->stage[i], namespaces);
}

static void merge_value(struct path_value *into, const struct path_value *from)
{
	histogram_merge(&into->total, &from->total);
	for (int i = 0; i < PATH_STAGES; i++)
		histogram_merge(&into->stage[i], &from->stage[i]);
}

void path_stage_rows(struct table *table, const struct map_entries *values,
		     const struct netns_list *namespaces)
{
	cleanup_free const struct path_key **keys = must_calloc(values->count + 1, sizeof(*keys));
	struct path_value *sum = must_calloc(1, sizeof(*sum));

	for (size_t i = 0; i < values->count; i++)
		keys[i] = map_key(values, i);
	qsort(keys, values->count, sizeof(*keys), compare_ways);
	for (size_t i = 0; i < values->count; i++) {
		size_t at = (size_t)((const char *)keys[i] - values->keys) / values->key_size;

		merge_value(sum, map_value(values, at));
		if (i + 1 < values->count && !compare_ways(&keys[i], &keys[i + 1]))
			continue;
		add_way(table, keys[i], sum, namespaces);
		memset(sum, 0, sizeof(*sum));
	}
	free(sum);
}

static int compare_slow(const void *a, const void *b)
{
	const struct path_slow *x = a, *y = b;

	return x->total_ns < y->total_ns ? 1 : x->total_ns > y->total_ns ? -1 : 0;
}

static void cell_us(struct cell *cell, uint64_t ns)
{
	cell_real(cell, floor((double)ns / 10) / 100);
}

static void fill_tuple(struct cell *row, const struct path_tuple *tuple)
{
	int family = tuple->family == 6 ? AF_INET6 : AF_INET;
	char text[SYMBOL_MAX];

	cell_text(&row[SLOW_FAMILY], drop_family(tuple->family));
	cell_count(&row[SLOW_QUEUE], tuple->queue);
	if (!tuple->family)
		return;
	cell_text(&row[SLOW_PROTOCOL], drop_protocol(tuple->family, tuple->protocol, text));
	cell_text(&row[SLOW_SRC], inet_ntop(family, tuple->source, text, sizeof(text)));
	cell_text(&row[SLOW_DST], inet_ntop(family, tuple->destination, text, sizeof(text)));
	cell_count(&row[SLOW_SPORT], tuple->source_port);
	cell_count(&row[SLOW_DPORT], tuple->destination_port);
}

static void add_slow(struct table *table, const struct path_slow *slow, size_t number,
		     uint64_t born_ns, const struct netns_list *namespaces)
{
	const struct path_track *track = &slow->track;
	uint64_t since = track->start_ns > born_ns ? track->start_ns - born_ns : 0;
	char text[SYMBOL_MAX];

	for (unsigned i = 0; i < PATH_STAGES; i++) {
		struct cell *row;

		if (!track->ns[i])
			continue;
		row = table_add(table);
		cell_count(&row[SLOW_NUMBER], number);
		cell_text(&row[SLOW_NETNS],
			  netns_name(namespaces,
				     track->to_host ? track->at.netns : track->from.netns, text,
				     sizeof(text)));
		cell_ends(&row[SLOW_PATH], &row[SLOW_FROM], &row[SLOW_TO], track->from_host,
			  track->to_host, &track->from, &track->at, namespaces);
		cell_place(&row[SLOW_DEVICE],
			   at_the_end(i) || (i == PATH_SOFTIRQ && track->to_host) ? &track->at
										  : &track->from,
			   namespaces);
		cell_count(&row[SLOW_T_MS], since / 1000000);
		fill_tuple(row, &track->tuple);
		cell_us(&row[SLOW_TOTAL], slow->total_ns);
		cell_count(&row[SLOW_ORDER], i);
		cell_text(&row[SLOW_STAGE], stages[i]);
		cell_us(&row[SLOW_TIME], track->ns[i]);
		cell_count(&row[SLOW_CPU], track->cpu[i]);
	}
}

static void empty_older(int map, uint32_t place, struct path_slow *slow, uint64_t since_ns)
{
	static const struct path_slow nobody;

	if (!slow->total_ns || slow->track.start_ns >= since_ns)
		return;
	*slow = nobody;
	bpf_map_update_elem(map, &place, &nobody, BPF_ANY);
}

int path_slow_rows(struct table *table, int map, uint64_t born_ns, uint64_t since_ms,
		   const struct netns_list *namespaces, struct error *err)
{
	cleanup_free struct path_slow *slow = must_calloc(PATH_SLOW, sizeof(*slow));

	for (uint32_t i = 0; i < PATH_SLOW; i++) {
		if (bpf_map_lookup_elem(map, &i, &slow[i]) < 0)
			return error_set(err, "the slowest packets cannot be read");
		empty_older(map, i, &slow[i], born_ns + since_ms * 1000000);
	}
	qsort(slow, PATH_SLOW, sizeof(*slow), compare_slow);
	for (size_t i = 0; i < PATH_SLOW && slow[i].total_ns; i++)
		add_slow(table, &slow[i], i + 1, born_ns, namespaces);
	return 0;
}

static bool is_within(const struct table *table, size_t kept, const struct cell *row,
		      const void *data)
{
	(void)table;
	(void)kept;
	return cell_as_count(&row[SLOW_NUMBER]) <= *(const uint64_t *)data;
}

void path_slow_keep(struct table *table, uint64_t keep)
{
	uint64_t last = 0, number = 0;

	for (size_t i = 0; i < table->rows; i++) {
		struct cell *cell = &table_row(table, i)[SLOW_NUMBER];

		number += cell_as_count(cell) != last;
		last = cell_as_count(cell);
		cell_count(cell, number);
	}
	table_keep(table, is_within, &keep);
}
