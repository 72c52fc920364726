// SPDX-License-Identifier: BSD-2-Clause
/* Times counted in the kernel, as rows. */
#include "unit.h"

#include <unistd.h>

#include <bpf/bpf.h>

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

static const struct path_read_key readers[] = { { 0xf0000002, 7, 9000, 6, 4 },
						{ 0xf0000001, 8, 0, 6, 4 } };
static const struct path_remote_key remotes[] = { { { 0x0100007f, 0 }, 0xf0000001, 4 } };

static struct map_entries map_of(const void *keys, size_t count, size_t key_size, void *values,
				 size_t value_size)
{
	return (struct map_entries){ count, key_size, value_size, (char *)keys, values };
}

static void what_found_no_place_is_told(void **state)
{
	const struct path_counters counters = {
		.lost = 1, .reads_lost = 5, .remotes_made = 4, .remotes_lost = 2
	};
	struct path_read_value *waited = must_calloc(2, sizeof(*waited));
	struct path_remote_value *least = must_calloc(1, sizeof(*least));
	const struct map_entries reads =
		map_of(readers, 2, sizeof(*readers), waited, sizeof(*waited));
	const struct map_entries trips =
		map_of(remotes, 1, sizeof(*remotes), least, sizeof(*least));
	struct fact fact = { .table = table_new(path_read_columns) };

	(void)state;
	path_read_rows(&fact, &reads, &counters, &namespaces);
	assert_int_equal(fact.table->rows, 2);
	assert_int_equal(cell_as_count(table_cell(fact.table, 0, "port")), 9000);
	/* A port that nobody chose is none. */
	assert_int_equal(table_cell(fact.table, 1, "port")->type, CELL_NONE);
	assert_int_equal(fact.lost, 5);
	assert_int_equal(fact.cut, 0);
	table_free(fact.table);
	fact = (struct fact){ .table = table_new(path_remote_columns) };
	path_remote_rows(&fact, &trips, &counters, &namespaces);
	assert_int_equal(fact.lost, 2);
	assert_int_equal(fact.cut, 3);
	table_free(fact.table);
	/* More are there than had been made when the counters were read. */
	fact = (struct fact){ .table = table_new(path_remote_columns) };
	path_remote_rows(&fact, &trips, &(struct path_counters){ 0 }, &namespaces);
	assert_int_equal(fact.cut, 0);
	table_free(fact.table);
	free(waited);
	free(least);
}

static void keep_slow(int map, uint32_t place, uint64_t start_ms, uint64_t total_ns)
{
	struct path_slow slow = { .total_ns = total_ns };

	slow.track.start_ns = start_ms * 1000000;
	slow.track.ns[0] = (uint32_t)total_ns;
	assert_int_equal(bpf_map_update_elem(map, &place, &slow, BPF_ANY), 0);
}

/* A slower packet of an earlier window neither shows in this one nor keeps its place. */
static void slow_packets_are_of_the_window(void **state)
{
	int map = bpf_map_create(BPF_MAP_TYPE_ARRAY, "slow", sizeof(uint32_t),
				 sizeof(struct path_slow), PATH_SLOW, NULL);
	struct table *table = table_new(path_slow_columns);
	struct path_slow left;
	uint32_t first = 0;
	struct error err;

	(void)state;
	if (map < 0) {
		table_free(table);
		skip();
	}
	keep_slow(map, first, 500, 90000000);
	keep_slow(map, 7, 2500, 3000000);
	assert_int_equal(path_slow_rows(table, map, 0, 2000, &namespaces, &err), 0);
	assert_int_equal(table->rows, 1);
	assert_int_equal(cell_as_count(table_cell(table, 0, "t_ms")), 2500);
	assert_int_equal(bpf_map_lookup_elem(map, &first, &left), 0);
	assert_int_equal(left.total_ns, 0);
	table_free(table);
	close(map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shards_are_one_way),
		cmocka_unit_test(ways_have_names_and_a_scope),
		cmocka_unit_test(what_found_no_place_is_told),
		cmocka_unit_test(slow_packets_are_of_the_window),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
