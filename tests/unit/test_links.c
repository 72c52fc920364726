// SPDX-License-Identifier: BSD-2-Clause
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "cleanup.h"
#include "in_child.h"
#include "probe.h"
#include "reader.h"
#include "session.h"

extern const struct probe probe_links;

static struct netns_list namespaces;

const struct netns_list *session_namespaces(const struct session *session)
{
	(void)session;
	return &namespaces;
}

static struct probe_run links_run;

struct probe_run *session_run_of(const struct session *session, const struct probe *probe)
{
	(void)session;
	(void)probe;
	return &links_run;
}

static struct table *read_here(const struct netns *ns)
{
	struct table *tables[] = { table_new(probe_links.facts[0].columns), NULL };
	const struct reading reading = { (const struct session *)&namespaces, ns, tables };
	struct error err;

	if (probe_links.read(&reading, &err) < 0) {
		fprintf(stderr, "%s\n", err.text);
		_exit(1);
	}
	table_sort(tables[0]);
	return tables[0];
}

static size_t row_of(const struct table *table, const char *device)
{
	for (size_t i = 0; i < table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(table, i, "device")), device))
			return i;
	fprintf(stderr, "no row for %s\n", device);
	_exit(1);
}

static uint64_t number(const struct table *table, const char *device, const char *column)
{
	return cell_as_count(table_cell(table, row_of(table, device), column));
}

static const char *text(const struct table *table, const char *device, const char *column)
{
	return cell_as_text(table_cell(table, row_of(table, device), column));
}

static bool truth(const struct table *table, const char *device, const char *column)
{
	const struct cell *cell = table_cell(table, row_of(table, device), column);

	CHILD_ASSERT(cell->type == CELL_BOOL);
	return cell->truth;
}

static void run(const char *command)
{
	if (system(command)) {
		fprintf(stderr, "failed: %s\n", command);
		_exit(1);
	}
}

/* Ethernet frames of a type that nobody handles. */
static void send_frames(const char *device, unsigned count)
{
	static const unsigned char frame[60] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88, 0xb5 };
	const struct sockaddr_ll to = { .sll_family = AF_PACKET,
					.sll_ifindex = (int)if_nametoindex(device),
					.sll_halen = 6 };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	CHILD_ASSERT(fd >= 0);
	for (unsigned i = 0; i < count; i++)
		CHILD_ASSERT(sendto(fd, frame, sizeof(frame), 0, (const void *)&to, sizeof(to)) ==
			     sizeof(frame));
	close(fd);
}

static void open_own(void)
{
	struct error err;

	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!netns_list_open("self", &namespaces, &err));
}

/* A busy CPU takes frames of a veth later than they were sent. */
static struct table *read_when_received(const struct netns *ns, const struct table *before,
					uint64_t frames)
{
	struct table *after = read_here(ns);
	uint64_t want = number(before, "right", "rx_packets") + frames;

	for (int i = 0; i < 1000 && number(after, "right", "rx_packets") < want; i++) {
		table_free(after);
		usleep(10000);
		after = read_here(ns);
	}
	return after;
}

static void counts_frames(void)
{
	const struct netns *ns;
	struct table *before, *after;
	cleanup_table struct table *difference = NULL;

	open_own();
	ns = &namespaces.entries[0];
	run("sysctl -q -w net.ipv6.conf.default.disable_ipv6=1 && "
	    "ip link add left type veth peer name right && ip link set left mtu 1400 up && "
	    "ip link set right up && "
	    /* a device takes frames some time after its carrier came */
	    "until ip link show left | grep -q 'state UP'; do sleep 0.02; done");
	before = read_here(ns);
	send_frames("left", 23);
	after = read_when_received(ns, before, 23);
	difference = table_difference(before, after);
	CHILD_ASSERT(difference->rows >= 3);
	CHILD_ASSERT(number(difference, "left", "tx_packets") == 23);
	CHILD_ASSERT(number(difference, "right", "rx_packets") == 23);
	CHILD_ASSERT(number(difference, "right", "rx_bytes") == 23 * 60);
	CHILD_ASSERT(number(difference, "left", "rx_packets") == 0);
	CHILD_ASSERT(number(difference, "left", "mtu") == 1400);
	CHILD_ASSERT(number(difference, "left", "ifindex") == if_nametoindex("left"));
	CHILD_ASSERT(truth(difference, "left", "up") && truth(difference, "left", "carrier"));
	CHILD_ASSERT(!truth(difference, "lo", "up"));
	CHILD_ASSERT(!strcmp(text(difference, "left", "kind"), "veth"));
	CHILD_ASSERT(!strcmp(text(difference, "lo", "kind"), ""));
	CHILD_ASSERT(!strcmp(text(difference, "left", "netns"), "self"));
	CHILD_ASSERT(!strcmp(text(difference, "left", "peer_netns"), "self"));
	CHILD_ASSERT(number(difference, "left", "peer_ifindex") == if_nametoindex("right"));
	run("ip link set right down");
	table_free(after);
	after = read_here(ns);
	CHILD_ASSERT(!truth(after, "left", "carrier") && truth(after, "left", "up"));
}

static void names_master_and_far_peer(void)
{
	struct netns_list far;
	struct table *table;
	struct error err;

	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!netns_list_open("self", &far, &err));
	open_own();
	namespaces.entries = realloc(namespaces.entries, 2 * sizeof(*namespaces.entries));
	namespaces.entries[1] = far.entries[0];
	namespaces.entries[1].name = strdup("far");
	namespaces.count = 2;
	CHILD_ASSERT(dup2(far.entries[0].fd, 9) == 9);
	run("ip link add near type veth peer name away && ip link add name bridge0 type bridge && "
	    "ip link set near master bridge0 && ip link set away netns /proc/self/fd/9");
	table = read_here(&namespaces.entries[0]);
	CHILD_ASSERT(!strcmp(text(table, "near", "master"), "bridge0"));
	CHILD_ASSERT(!strcmp(text(table, "bridge0", "kind"), "bridge"));
	CHILD_ASSERT(!strcmp(text(table, "bridge0", "master"), ""));
	CHILD_ASSERT(!strcmp(text(table, "near", "peer_netns"), "far"));
	CHILD_ASSERT(number(table, "near", "peer_ifindex"));
}

static void as_root(void (*work)(void))
{
	if (geteuid() || system("ip -V >/dev/null 2>&1"))
		skip();
	assert_int_equal(in_child(work), 0);
}

static void test_counts(void **state)
{
	(void)state;
	as_root(counts_frames);
}

static void test_names(void **state)
{
	(void)state;
	as_root(names_master_and_far_peer);
}

static void test_keeps_the_busiest(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *fact = evidence_add(evidence, "links", probe_links.facts);
	struct error err;

	(void)state;
	for (unsigned i = 0; i < 4000; i++) {
		struct cell *row = table_add(fact->table);
		char name[32];

		snprintf(name, sizeof(name), "tap%u", i);
		cell_text(&row[0], "self");
		cell_text(&row[1], name);
		cell_count(&row[2], i < 2000 ? i : 0);
	}
	assert_int_equal(probe_links.collect(NULL, evidence, &err), 0);
	assert_int_equal(fact->table->rows, 1024);
	assert_int_equal(fact->cut, 4000 - 1024);
	for (size_t i = 0; i < fact->table->rows; i++)
		assert_true(cell_as_count(table_cell(fact->table, i, "rx_packets")) >= 2000 - 1024);
}

static void add_numbered(struct table *table, const char *netns, const char *device,
			 uint64_t ifindex, uint64_t dropped)
{
	struct cell *row = table_add(table);

	cell_text(&row[0], netns);
	cell_text(&row[1], device);
	cell_count(&row[table_column(table, "rx_dropped")], dropped);
	cell_count(&row[table_column(table, "ifindex")], ifindex);
	cell_text(&row[table_column(table, "kind")], "veth");
}

/* Of "a", 5 gets another name, 6 goes to "b" and is 6 there, 9 is new; "b" gets 3 from elsewhere.
 */
static void test_older_than_the_window(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *fact = evidence_add(evidence, "links", probe_links.facts);
	struct table *tables[2][2] = { { table_new(probe_links.facts[0].columns), NULL },
				       { table_new(probe_links.facts[0].columns), NULL } };
	bool answered[] = { true, true }, lacks[] = { false, false };
	struct netns names[] = { { .name = "a" }, { .name = "b" } };
	const struct netns_list list = { .entries = names, .count = 2 };
	struct reader_result readings[2];
	struct table **difference;
	struct error err;

	(void)state;
	for (int i = 0; i < 2; i++) {
		add_numbered(tables[i][0], "b", "lo", 4, 0);
		readings[i] = (struct reader_result){ tables[i], NULL, answered, lacks };
	}
	add_numbered(tables[0][0], "a", "vold", 5, 3000);
	add_numbered(tables[0][0], "a", "vmoved", 6, 700);
	add_numbered(tables[1][0], "a", "vnewname", 5, 3002);
	add_numbered(tables[1][0], "a", "vnew", 9, 4);
	add_numbered(tables[1][0], "b", "vmoved", 6, 701);
	add_numbered(tables[1][0], "b", "vcame", 3, 90);
	for (int i = 0; i < 2; i++)
		table_sort(tables[i][0]);
	difference = reader_difference(&list, &readings[0], &readings[1]);
	table_free(fact->table);
	fact->table = difference[0];
	free(difference);
	links_run.first = tables[0];
	assert_int_equal(probe_links.collect(NULL, evidence, &err), 0);
	links_run.first = NULL;
	assert_int_equal(number(fact->table, "vnewname", "rx_dropped"), 2);
	assert_int_equal(number(fact->table, "vnew", "rx_dropped"), 4);
	for (size_t i = 0; i < fact->table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(fact->table, i, "netns")), "b") &&
		    strcmp(cell_as_text(table_cell(fact->table, i, "device")), "lo"))
			assert_int_equal(table_cell(fact->table, i, "rx_dropped")->type, CELL_NONE);
	for (int i = 0; i < 2; i++)
		table_free(tables[i][0]);
}

static void add_link(struct table *table, const char *netns, const char *device, uint64_t received)
{
	struct cell *row = table_add(table);

	cell_text(&row[0], netns);
	cell_text(&row[1], device);
	cell_count(&row[2], received);
	cell_count(&row[table_column(table, "mtu")], 1400);
	table_sort(table);
}

/* How much passed a device that is gone nobody knows; that is not nothing. A namespace that did not
 * answer says nothing of its devices. */
static void test_remembers_what_is_gone(void **state)
{
	cleanup_evidence struct evidence *evidence = evidence_new();
	struct fact *fact = evidence_add(evidence, "links", probe_links.facts);
	struct table *start[] = { table_new(probe_links.facts[0].columns), NULL };
	struct error err;

	(void)state;
	for (int i = 0; i < 3; i++)
		add_link(start[0], "a", (const char *[]){ "lo", "tap1", "tap2" }[i], 7);
	add_link(start[0], "b", "lo", 7);
	add_link(fact->table, "a", "lo", 0);
	add_link(fact->table, "a", "tap2", 5);
	links_run.first = start;
	assert_int_equal(probe_links.collect(NULL, evidence, &err), 0);
	links_run.first = NULL;
	assert_int_equal(fact->table->rows, 3);
	assert_string_equal(cell_as_text(table_cell(fact->table, 1, "device")), "tap1");
	assert_int_equal(table_cell(fact->table, 1, "rx_packets")->type, CELL_NONE);
	assert_int_equal(number(fact->table, "tap1", "mtu"), 1400);
	assert_int_equal(number(fact->table, "tap2", "rx_packets"), 5);
	table_free(start[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_keeps_the_busiest),
		cmocka_unit_test(test_older_than_the_window),
		cmocka_unit_test(test_remembers_what_is_gone),
	};

	return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
