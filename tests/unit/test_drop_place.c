// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include <stdio.h>

#include "drop_place.h"
#include "drop_tables.h"
#include "probe.h"
#include "scope.h"

/* Two namespaces that both have a device 5, and one that has none. */
static struct netns entries[] = {
	{ .name = "one", .inode = 0xf0000001 },
	{ .name = "two", .inode = 0xf0000002 },
	{ .name = "bare", .inode = 0xf0000003 },
};
static const struct netns_list namespaces = { .entries = entries, .count = 3 };

struct scene {
	struct scope scope;
	struct session *session;
	struct evidence *evidence;
};

static struct cell *add(struct evidence *evidence, const char *name)
{
	struct fact *fact = evidence_find(evidence, name);
	const struct fact_spec *spec;

	if (!fact) {
		assert_non_null(probe_of_fact(name, &spec));
		fact = evidence_add(evidence, "test", spec);
	}
	return table_add(fact->table);
}

static void add_device(struct scene *scene, const char *netns, const char *device)
{
	struct cell *row = add(scene->evidence, "drops.devices");

	cell_text(&row[0], netns);
	cell_count(&row[1], 5);
	cell_text(&row[2], device);
}

static void add_socket(struct scene *scene, const char *netns, const char *family, uint64_t port,
		       uint64_t drops)
{
	struct cell *row = add(scene->evidence, "sockets.udp");

	cell_text(&row[0], netns);
	cell_text(&row[1], family);
	cell_text(&row[2], "0.0.0.0");
	cell_count(&row[3], port);
	cell_count(&row[6], drops);
}

static void add_drops(struct scene *scene, const char *netns, uint64_t packets)
{
	static const char *const keys[DROP_PACKETS] = {
		"", "if 5", "rx", "unicast", "ipv4", "udp", "SOCKET_RCVBUFF", "core", "rcv", "", "",
	};
	struct cell *row = add(scene->evidence, "drops.kernel");

	for (size_t i = 0; i < DROP_PACKETS; i++)
		cell_text(&row[i], keys[i]);
	cell_text(&row[DROP_NETNS], netns);
	cell_count(&row[DROP_PACKETS], packets);
	cell_count(&row[DROP_BYTES], 100 * packets);
}

static void add_tuple(struct scene *scene, uint64_t port, uint64_t packets)
{
	static const char *const keys[] = { "",     "if 5", "SOCKET_RCVBUFF", "rcv",
					    "ipv4", "udp",  "10.0.0.1" };
	struct cell *row = add(scene->evidence, "drops.tuples");

	for (size_t i = 0; i <= TUPLE_SRC; i++)
		cell_text(&row[i], keys[i]);
	cell_count(&row[TUPLE_SPORT], 1000);
	cell_text(&row[TUPLE_DST], "10.0.0.2");
	cell_count(&row[TUPLE_DPORT], port);
	cell_count(&row[TUPLE_PACKETS], packets);
}

static void begin(struct scene *scene)
{
	memset(scene, 0, sizeof(*scene));
	scene->evidence = evidence_new();
	scene->session = session_new(&scene->scope, &namespaces);
	add_device(scene, "one", "veth1");
	add_device(scene, "two", "veth2");
}

static void end(struct scene *scene)
{
	evidence_free(scene->evidence);
	session_free(scene->session);
}

static uint64_t count_in(const struct scene *scene, const char *fact, const char *netns,
			 const char *device, const char *column)
{
	const struct table *table = evidence_find(scene->evidence, fact)->table;
	uint64_t sum = 0;

	for (size_t i = 0; i < table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(table, i, "netns")), netns) &&
		    !strcmp(cell_as_text(table_cell(table, i, "device")), device))
			sum += cell_as_count(table_cell(table, i, column));
	return sum;
}

static void one_fits(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	add_socket(&scene, "two", "ipv4", 53, 7);
	add_socket(&scene, "one", "ipv4", 53, 0);
	add_socket(&scene, "bare", "ipv4", 53, 9);
	add_socket(&scene, "one", "ipv4", 54, 9);
	add_drops(&scene, "", 7);
	add_tuple(&scene, 53, 7);
	drop_place(scene.session, scene.evidence);
	assert_int_equal(count_in(&scene, "drops.kernel", "two", "veth2", "packets"), 7);
	assert_int_equal(count_in(&scene, "drops.kernel", "two", "veth2", "bytes"), 700);
	assert_int_equal(count_in(&scene, "drops.kernel", "", "if 5", "packets"), 0);
	assert_int_equal(count_in(&scene, "drops.tuples", "two", "veth2", "packets"), 7);
	end(&scene);
}

static void several_or_none_fit(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	add_socket(&scene, "one", "ipv4", 53, 3);
	add_socket(&scene, "two", "ipv6", 53, 4);
	add_drops(&scene, "", 9);
	add_tuple(&scene, 53, 7);
	add_tuple(&scene, 99, 2);
	drop_place(scene.session, scene.evidence);
	assert_int_equal(count_in(&scene, "drops.kernel", "", "if 5", "packets"), 9);
	assert_int_equal(count_in(&scene, "drops.tuples", "", "if 5", "packets"), 9);
	end(&scene);
}

/* Conversations of two namespaces in one row are told apart; what fits nowhere stays. */
static void row_is_split(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	add_socket(&scene, "one", "ipv4", 53, 3);
	add_socket(&scene, "two", "ipv4", 54, 4);
	add_drops(&scene, "", 10);
	add_drops(&scene, "one", 5);
	add_tuple(&scene, 53, 3);
	add_tuple(&scene, 54, 4);
	add_tuple(&scene, 55, 3);
	drop_place(scene.session, scene.evidence);
	assert_int_equal(count_in(&scene, "drops.kernel", "one", "veth1", "packets"), 3);
	assert_int_equal(count_in(&scene, "drops.kernel", "one", "if 5", "packets"), 5);
	assert_int_equal(count_in(&scene, "drops.kernel", "two", "veth2", "packets"), 4);
	assert_int_equal(count_in(&scene, "drops.kernel", "", "if 5", "packets"), 3);
	assert_int_equal(count_in(&scene, "drops.kernel", "two", "veth2", "bytes"), 400);
	end(&scene);
}

/* Under a scope, what turns out to be elsewhere goes, and what stays nowhere is unplaced. */
static void scope_takes_out(void **state)
{
	struct scene scene;
	struct cell *totals;

	(void)state;
	begin(&scene);
	scene.scope.devices.count = 1;
	strcpy(scene.scope.devices.names[0], "veth2");
	scene.scope.devices.found_count = 1;
	scene.scope.devices.found[0].netns = entries[1].inode;
	scene.scope.devices.found[0].ifindex = 5;
	add_socket(&scene, "one", "ipv4", 53, 3);
	add_socket(&scene, "two", "ipv4", 54, 4);
	add_drops(&scene, "", 10);
	add_tuple(&scene, 53, 3);
	add_tuple(&scene, 54, 4);
	add_tuple(&scene, 55, 3);
	totals = add(scene.evidence, "drops.totals");
	cell_count(&totals[0], 20);
	cell_count(&totals[1], 10);
	cell_count(&totals[2], 1);
	scene.evidence->unplaced = 1;
	drop_place(scene.session, scene.evidence);
	assert_int_equal(evidence_find(scene.evidence, "drops.kernel")->table->rows, 1);
	assert_int_equal(count_in(&scene, "drops.kernel", "two", "veth2", "packets"), 4);
	assert_int_equal(evidence_find(scene.evidence, "drops.tuples")->table->rows, 1);
	totals = table_row(evidence_find(scene.evidence, "drops.totals")->table, 0);
	assert_int_equal(cell_as_count(&totals[1]), 4);
	assert_int_equal(cell_as_count(&totals[2]), 4);
	assert_int_equal(scene.evidence->unplaced, 4);
	end(&scene);
}

/* While counting goes on, more are in the rows than were in the totals. */
static void totals_may_be_older(void **state)
{
	struct scene scene;
	struct cell *totals;

	(void)state;
	begin(&scene);
	scene.scope.netns = "two";
	add_drops(&scene, "", 3);
	add_drops(&scene, "bare", 4);
	add_tuple(&scene, 53, 3);
	entries[2].name = "elsewhere";
	totals = add(scene.evidence, "drops.totals");
	cell_count(&totals[1], 6);
	drop_place(scene.session, scene.evidence);
	entries[2].name = "bare";
	totals = table_row(evidence_find(scene.evidence, "drops.totals")->table, 0);
	assert_int_equal(cell_as_count(&totals[1]), 0);
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_fits),
		cmocka_unit_test(several_or_none_fit),
		cmocka_unit_test(row_is_split),
		cmocka_unit_test(scope_takes_out),
		cmocka_unit_test(totals_may_be_older),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
