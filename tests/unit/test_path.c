// SPDX-License-Identifier: BSD-2-Clause
/* Times counted in the kernel, as rows. */
#include "unit.h"

#include "cleanup.h"
#include "histogram.h"
#include "memory.h"
#include "path.h"
#include "path_rows.h"

static struct netns entries[] = {
	{ .name = "self", .inode = 0xf0000001, .self = true },
	{ .name = "far", .inode = 0xf0000002 },
};
static const struct netns_list namespaces = { .entries = entries, .count = 2 };

static const struct column_spec link_columns[] = {
	{ "netns", COLUMN_KEY, NULL },     { "device", COLUMN_KEY, NULL },
	{ "ifindex", COLUMN_VALUE, NULL }, { "kind", COLUMN_VALUE, NULL },
	{ "master", COLUMN_VALUE, NULL },  { 0 },
};

static void add_link(struct table *table, const char *device, uint64_t ifindex, const char *kind,
		     const char *master)
{
	struct cell *row = table_add(table);

	cell_text(&row[0], "self");
	cell_text(&row[1], device);
	cell_count(&row[2], ifindex);
	cell_text(&row[3], kind);
	cell_text(&row[4], master);
}

static struct table *some_links(void)
{
	struct table *links = table_new(link_columns);

	add_link(links, "eth0", 2, "", "ovs-system");
	add_link(links, "br0", 3, "openvswitch", "ovs-system");
	add_link(links, "vnet0", 4, "tun", "ovs-system");
	return links;
}

static void put(struct histogram *times, unsigned bucket, uint32_t count, uint64_t sum_ns)
{
	times->buckets[bucket] += count;
	times->sum_ns += sum_ns;
	times->max_ns = 100000000;
}

static struct path_key key_of(uint32_t from, uint32_t to, bool from_host, bool to_host,
			      uint32_t shard)
{
	return (struct path_key){
		{ 0xf0000001, from }, { 0xf0000001, to }, from_host, to_host, shard
	};
}

static struct table *rows_of(struct path_key *keys, struct path_value *values, size_t count)
{
	const struct map_entries map = { count, sizeof(*keys), sizeof(*values), (char *)keys,
					 (char *)values };
	struct table *table = table_new(path_columns);

	path_stage_rows(table, &map, &namespaces);
	return table;
}

static const struct cell *cell_of(const struct table *table, const char *path, const char *stage,
				  const char *column)
{
	for (size_t i = 0; i < table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(table, i, "path")), path) &&
		    !strcmp(cell_as_text(table_cell(table, i, "stage")), stage))
			return table_cell(table, i, column);
	fail_msg("no row of %s, %s", path, stage);
	return NULL;
}

static void shards_are_one_way(void **state)
{
	struct path_key keys[] = { key_of(3, 2, true, false, 1), key_of(2, 3, false, true, 0),
				   key_of(3, 2, true, false, 0) };
	struct path_value *values = must_calloc(3, sizeof(*values));
	cleanup_table struct table *links = some_links(), *table = NULL;
	struct scope scope = { 0 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		put(&values[i].total, 100, 10, 1000000);
		put(&values[i].stage[PATH_QDISC], 90, 10, 600000);
		put(&values[i].stage[PATH_DEVICES], 80, 10, 400000);
	}
	table = rows_of(keys, values, 3);
	path_name(table, links, &scope);
	assert_int_equal(table->rows, 6);
	assert_int_equal(cell_as_count(cell_of(table, "host_to_wire", "total", "samples")), 20);
	assert_int_equal(cell_as_count(cell_of(table, "wire_to_host", "total", "samples")), 10);
	assert_string_equal(cell_as_text(cell_of(table, "host_to_wire", "qdisc", "device")),
			    "eth0");
	assert_string_equal(cell_as_text(cell_of(table, "host_to_wire", "ovs", "device")), "br0");
	assert_true(cell_of(table, "host_to_wire", "total", "mean")->real == 100);
	free(values);
}

static void ways_have_names_and_a_scope(void **state)
{
	struct path_key keys[] = { key_of(4, 2, false, false, 0), key_of(2, 4, false, false, 0),
				   key_of(3, 2, true, false, 0), key_of(3, 2, false, false, 0),
				   key_of(2, 3, false, true, 0) };
	struct path_value *values = must_calloc(5, sizeof(*values));
	cleanup_table struct table *links = some_links(), *table = NULL;
	struct scope scope = { .direction = SCOPE_TX,
			       .devices = { .names = { "vnet0" }, .count = 1, .vm = 1 } };

	(void)state;
	for (int i = 0; i < 5; i++)
		put(&values[i].total, 100, 10, 1000000);
	table = rows_of(keys, values, 5);
	path_name(table, links, &scope);
	/* From the tap to the uplink is what the VM sends; all others are asked for by nobody. */
	assert_int_equal(table->rows, 1);
	cell_of(table, "vm_to_wire", "total", "samples");
	table_free(table);
	table = rows_of(keys, values, 5);
	path_name(table, links, &(struct scope){ 0 });
	assert_int_equal(table->rows, 4); /* none begins inside the datapath */
	free(values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shards_are_one_way),
		cmocka_unit_test(ways_have_names_and_a_scope),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
