// SPDX-License-Identifier: BSD-2-Clause
#include <stdlib.h>
#include <string.h>

#include "ovs_flows.h"
#include "prune.h"

#define KEEP_OTHERS 32 /* flows that drop nothing, the busiest */

/* Rows of a table are sorted by key: the row with these keys, or NULL. */
static struct cell *find(const struct table *table, const struct cell *keys, size_t count)
{
	size_t low = 0, high = table->rows;

	while (low < high) {
		size_t middle = (low + high) / 2, i = 0;
		struct cell *row = table_row(table, middle);
		int order = 0;

		for (; !order && i < count; i++)
			order = cell_compare(&row[i], &keys[i]);
		if (!order)
			return row;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static bool same_table(const struct cell *a, const struct cell *b)
{
	return !cell_compare(&a[TABLE_NETNS], &b[TABLE_NETNS]) &&
	       !cell_compare(&a[TABLE_DATAPATH], &b[TABLE_DATAPATH]);
}

static bool sampled(const struct cell *flow, uint64_t one_in)
{
	return !(strtoul(cell_as_text(&flow[FLOW_ID]), NULL, 16) & (one_in - 1));
}

static uint64_t larger_sample(const struct cell *a, const struct cell *b)
{
	uint64_t x = cell_as_count(&a[TABLE_ONE_IN]), y = cell_as_count(&b[TABLE_ONE_IN]);

	return x > y ? x : y;
}

static void count_gone(struct cell *row, const struct table *before, const struct table *now,
		       uint64_t one_in)
{
	uint64_t gone = 0;

	for (size_t i = 0; i < before->rows; i++) {
		const struct cell *flow = table_row(before, i);

		gone += same_table(row, flow) && sampled(flow, one_in) &&
			!find(now, flow, FLOW_ID + 1);
	}
	cell_count(&row[TABLE_GONE], gone * one_in);
}

static void count_fresh(struct cell *row, const struct table *before, const struct table *now,
			uint64_t one_in)
{
	uint64_t known = 0, fresh = 0, packets = 0, single = 0;

	for (size_t i = 0; i < now->rows; i++) {
		struct cell *flow = table_row(now, i);
		uint64_t count = cell_as_count(&flow[FLOW_PACKETS]);
		bool is_new;

		if (!same_table(row, flow) || !sampled(flow, one_in))
			continue;
		is_new = !find(before, flow, FLOW_ID + 1);
		cell_bool(&flow[FLOW_FRESH], is_new);
		known++;
		fresh += is_new;
		packets += is_new ? count : 0;
		single += is_new && count <= 1;
	}
	cell_count(&row[TABLE_KNOWN], known * one_in);
	cell_count(&row[TABLE_FRESH], fresh * one_in);
	cell_count(&row[TABLE_FRESH_PACKETS], packets * one_in);
	cell_count(&row[TABLE_FRESH_SINGLE], single * one_in);
}

/* A switch that is too busy to answer at the end has hardly got another limit since. */
static void keep_limit(struct cell *row, const struct cell *old)
{
	if (row[TABLE_LIMIT].type == CELL_NONE && old[TABLE_LIMIT].type == CELL_COUNT)
		cell_count(&row[TABLE_LIMIT], old[TABLE_LIMIT].count);
}

/* Since the switch started becomes in the window; one that started anew in it says nothing. */
static void difference(struct cell *now, const struct cell *old)
{
	if (now->type != CELL_COUNT || old->type != CELL_COUNT || now->count < old->count)
		*now = (struct cell){ .type = CELL_NONE };
	else
		now->count -= old->count;
}

static void counters_in_window(struct cell *row, const struct cell *old)
{
	static const struct cell none = { .type = CELL_NONE };

	difference(&row[TABLE_REFUSED], old ? &old[TABLE_REFUSED] : &none);
	difference(&row[TABLE_EMPTIED], old ? &old[TABLE_EMPTIED] : &none);
}

static bool whole(const struct cell *row)
{
	return row[TABLE_WHOLE].type == CELL_BOOL && row[TABLE_WHOLE].truth;
}

static bool keep_dropping(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return table_row(table, row)[FLOW_DROPS].truth && row_counted(table, row);
}

static bool keep_others(const struct table *table, size_t row, const void *data)
{
	(void)data;
	return !table_row(table, row)[FLOW_DROPS].truth && row_counted(table, row);
}

static void append(struct table *to, struct table *from)
{
	for (size_t i = 0; i < from->rows; i++)
		memcpy(table_add(to), table_row(from, i), from->width * sizeof(struct cell));
	from->rows = 0;
}

void ovs_flows_window(struct table *const *first, struct table *tables, struct fact *flows)
{
	struct table *others;
	size_t before = flows->table->rows;

	for (size_t i = 0; first && i < tables->rows; i++) {
		struct cell *row = table_row(tables, i);
		const struct cell *old = find(first[OVS_FLOW_TABLES], row, TABLE_DATAPATH + 1);
		uint64_t one_in = old ? larger_sample(row, old) : 0;

		counters_in_window(row, old);
		if (old)
			keep_limit(row, old);
		if (!old || !whole(row) || !whole(old))
			continue;
		count_gone(row, first[OVS_FLOWS], flows->table, one_in);
		count_fresh(row, first[OVS_FLOWS], flows->table, one_in);
	}
	others = table_copy(flows->table);
	table_keep_if(others, keep_others, NULL);
	table_keep_largest(others, "packets", KEEP_OTHERS);
	table_keep_if(flows->table, keep_dropping, NULL);
	append(flows->table, others);
	table_free(others);
	table_sort(flows->table);
	flows->cut += before - flows->table->rows;
}
