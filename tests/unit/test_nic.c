// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include <sched.h>

#include <linux/ethtool_netlink.h>
#include <netlink/msg.h>

#include "cleanup.h"
#include "in_child.h"
#include "ethtool.h"
#include "nic_count.h"
#include "nic_facts.h"
#include "nic_list.h"
#include "nic_lost.h"
#include "nic_statistics.h"
#include "probe.h"
#include "reader.h"
#include "reader_child.h"
#include "recorded.h"
#include "system_file.h"

extern const struct probe probe_nic;

static const char *const kernels[] = { "5.10", "6.1", "6.12", "7.2" };

static void test_list(void **state)
{
	static const char *const drivers[] = { "e1000e", "vmxnet3", "virtio_net" };
	static struct nic_list list;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		char *root = recorded_unpack(kernels[i]);

		system_root(root);
		nic_list_read(&list);
		system_root("");
		assert_int_equal(list.count, 3);
		for (size_t k = 0; k < 3; k++)
			assert_string_equal(list.entries[k].driver, drivers[k]);
		assert_string_equal(list.entries[1].name, "eth1");
		assert_int_equal(list.entries[1].rx_queues, 2);
		assert_int_equal(list.entries[2].tx_queues, 1);
		recorded_remove(root);
	}
}

/* What a driver's names add up to by meaning; `of_queue` -1 asks for those of the device. */
static uint64_t meaning(const char *driver, const char *text, const char *wanted, int of_queue)
{
	struct nic_namer namer;
	uint64_t sum = 0;

	nic_namer_begin(&namer, driver);
	while (*text) {
		size_t length = strcspn(text, "\n");
		char line[128];
		char *colon;
		struct nic_statistic statistic;

		snprintf(line, sizeof(line), "%.*s", (int)length, text);
		text += length + !!text[length];
		colon = strrchr(line, ':');
		assert_non_null(colon);
		*colon = '\0';
		statistic = nic_namer_next(&namer, line, strtoull(colon + 1, NULL, 10));
		if (statistic.meaning && !strcmp(statistic.meaning, wanted) &&
		    (of_queue < 0 ? !statistic.of_queue
				  : statistic.of_queue && (int)statistic.queue == of_queue))
			sum += strtoull(colon + 1, NULL, 10);
	}
	return sum;
}

static void test_names(void **state)
{
	(void)state;
	assert_int_equal(meaning("e1000e",
				 "rx_no_buffer_count: 7\nrx_missed_errors: 23\nrx_crc_errors: 4\n"
				 "rx_flow_control_xon: 99\nrx_flow_control_xoff: 5\n",
				 "rx_ring_lost", -1),
			 23);
	assert_int_equal(
		meaning("igb", "rx_queue_3_drops: 17\nrx_queue_1_drops: 2\n", "rx_ring_lost", 3),
		17);
	assert_int_equal(meaning("virtio_net",
				 "rx_queue_0_packets: 5\nrx_queue_0_drops: 1\n"
				 "rx_queue_11_packets: 8\n",
				 "rx_packets", 11),
			 8);
	assert_int_equal(meaning("virtio_net", "rx_drops: 3\nrx0_drops: 3\n", "rx_driver_drops", 0),
			 3);
	assert_int_equal(meaning("mlx5_core",
				 "rx_out_of_buffer: 40\nrx_discards_phy: 9\nrx3_packets: 77\n"
				 "rx3_csum_none: 5\n",
				 "rx_ring_lost", -1),
			 40);
	assert_int_equal(meaning("mlx5_core", "rx3_packets: 77\n", "rx_packets", 3), 77);
	assert_int_equal(meaning("i40e", "rx_dropped: 6\nport.rx_dropped: 6\nrx-2.packets: 4\n",
				 "rx_ring_lost", -1),
			 6);
	assert_int_equal(meaning("ice", "rx_dropped: 6\nrx_dropped.nic: 60\n", "rx_ring_lost", -1),
			 6);
	assert_int_equal(meaning("bnxt_en",
				 "[0]: rx_ucast_packets: 9\n[0]: rx_discards: 1\n"
				 "[1]: rx_discards: 12\nrx_total_discard_pkts: 13\n",
				 "rx_ring_lost", 1),
			 12);
	assert_int_equal(meaning("bnxt_en", "[1]: rx_discards: 12\nrx_total_discard_pkts: 13\n",
				 "rx_ring_lost", -1),
			 13);
	/* Not known, or another driver's: no meaning. */
	assert_int_equal(meaning("ena", "queue_2_rx_csum_bad: 4\n", "checksum_errors", 2), 4);
	assert_int_equal(meaning("ena", "bw_in_allowance_exceeded: 4\n", "rx_ring_lost", -1), 0);
	assert_int_equal(meaning("e1000e", "rx_out_of_buffer: 40\n", "rx_ring_lost", -1), 0);
	assert_int_equal(meaning("e1000", "rx_missed_errors: 1\n", "rx_ring_lost", -1), 1);
	assert_int_equal(meaning("000", "rx_missed_errors: 1\n", "rx_ring_lost", -1), 0);
	assert_int_equal(meaning("", "rx_missed_errors: 1\n", "rx_ring_lost", -1), 0);
}

/* Names that stand below the header of a queue. */
static void test_names_below_queues(void **state)
{
	static const char text[] = "Tx Queue#: 0\nucast pkts tx: 10\nring full: 3\nTx Queue#: 1\n"
				   "ucast pkts tx: 20\nmcast pkts tx: 1\nRx Queue#: 0\n"
				   "ucast pkts rx: 30\npkts rx OOB: 5\nRx Queue#: 1\n"
				   "pkts rx OOB: 7\nfcs: 2\ntx timeout count: 4\n";

	(void)state;
	assert_int_equal(meaning("vmxnet3", text, "tx_packets", 1), 21);
	assert_int_equal(meaning("vmxnet3", text, "tx_ring_full", 0), 3);
	assert_int_equal(meaning("vmxnet3", text, "rx_ring_lost", 1), 7);
	assert_int_equal(meaning("vmxnet3", text, "rx_ring_lost", 0), 5);
	assert_int_equal(meaning("vmxnet3", text, "tx_timeout", -1), 4);
}

/* Every name that the table knows of these drivers is one that some kernel really has. */
static void test_recorded_names(void **state)
{
	static const struct {
		const char *driver, *file, *meaning;
		int queue;
	} known[] = {
		{ "e1000e", "eth0", "tx_timeout", -1 },
		{ "e1000e", "eth0", "rx_ring_lost", -1 },
		{ "vmxnet3", "eth1", "tx_packets", 1 },
		{ "virtio_net", "eth2", "rx_driver_drops", 0 },
		{ "virtio_net", "eth2", "tx_timeout", 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(kernels); i++) {
		char *root = recorded_unpack(kernels[i]), text[8192], counted[16384];

		for (size_t k = 0; k < ARRAY_SIZE(known); k++) {
			size_t used = 0;

			/* virtio_net counts its timeouts since 5.17. */
			if (i == 0 && !strcmp(known[k].driver, "virtio_net") &&
			    !strcmp(known[k].meaning, "tx_timeout"))
				continue;
			system_root(root);
			assert_int_equal(
				system_text(text, sizeof(text), "/ethtool/%s", known[k].file), 0);
			system_root("");
			/* The same names, as if each had counted nine, but for those of queues. */
			for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n")) {
				char *colon = strrchr(line, ':');

				used += (size_t)sprintf(counted + used, "%.*s: %s\n",
							(int)(colon - line), line,
							strstr(line, "Queue#") ? colon + 1 : "9");
			}
			assert_true(meaning(known[k].driver, counted, known[k].meaning,
					    known[k].queue) >= 9);
		}
		recorded_remove(root);
	}
}

static void note_bit(const char *name, void *data)
{
	strcat(data, name);
	strcat(data, " ");
}

static void put_bit(struct nl_msg *message, const char *name, bool value)
{
	struct nlattr *bit = nla_nest_start(message, ETHTOOL_A_BITSET_BITS_BIT);

	nla_put_string(message, ETHTOOL_A_BITSET_BIT_NAME, name);
	if (value)
		nla_put_flag(message, ETHTOOL_A_BITSET_BIT_VALUE);
	nla_nest_end(message, bit);
}

static void add_statistic(struct table *table, const char *meaning, int queue, uint64_t count)
{
	struct cell *row = table_add(table);

	cell_text(&row[NIC_NETNS], "self");
	cell_text(&row[NIC_DEVICE], "eth0");
	cell_text(&row[STATISTIC_NAME], meaning);
	if (queue >= 0)
		cell_count(&row[STATISTIC_QUEUE], (uint64_t)queue);
	cell_text(&row[STATISTIC_MEANING], meaning);
	cell_count(&row[STATISTIC_COUNT], count);
}

static uint64_t lost_of(uint64_t missed, int per_queue, uint64_t of_device)
{
	struct table *links = table_new(nic_fact_specs[NIC_LINKS].columns);
	struct table *statistics = table_new(nic_fact_specs[NIC_STATISTICS].columns);
	struct table *lost = table_new(nic_fact_specs[NIC_LOST].columns);
	struct cell *link = table_add(links);
	uint64_t packets;

	cell_text(&link[NIC_NETNS], "self");
	cell_text(&link[NIC_DEVICE], "eth0");
	cell_count(&link[LINK_RX_MISSED], missed);
	for (int queue = 0; queue < 3; queue++)
		add_statistic(statistics, "rx_ring_lost", queue, (uint64_t)per_queue);
	add_statistic(statistics, "rx_ring_lost", -1, of_device);
	add_statistic(statistics, "rx_pause", -1, 999);
	nic_lost(links, statistics, lost);
	assert_true(lost->rows <= 1);
	packets = lost->rows ? cell_as_count(table_cell(lost, 0, "packets")) : 0;
	table_free(links);
	table_free(statistics);
	table_free(lost);
	return packets;
}

/* The same loss counted in up to three places is one loss. */
static void test_lost_once(void **state)
{
	(void)state;
	assert_int_equal(lost_of(0, 0, 0), 0);
	assert_int_equal(lost_of(300, 100, 300), 300);
	assert_int_equal(lost_of(0, 100, 0), 300);
	assert_int_equal(lost_of(0, 100, 310), 310);
	assert_int_equal(lost_of(7, 0, 0), 7);
}

static void add_link(struct table *links, const char *device, uint64_t told)
{
	struct cell *row = table_add(links);

	cell_text(&row[NIC_NETNS], "self");
	cell_text(&row[NIC_DEVICE], device);
	cell_count(&row[LINK_STATISTICS], told);
}

/* eth0 had no losses at the start; eth1 did not answer then, and eth2 had another name. */
static void test_told_at_the_end_only(void **state)
{
	cleanup_table struct table *links = table_new(nic_fact_specs[NIC_LINKS].columns);
	cleanup_table struct table *counted = table_new(nic_fact_specs[NIC_STATISTICS].columns);
	static const char *const devices[] = { "eth0", "eth1", "eth2" };

	(void)state;
	add_link(links, "eth0", 30);
	add_link(links, "eth1", 0);
	for (size_t i = 0; i < ARRAY_SIZE(devices); i++) {
		struct cell *row = table_add(counted);

		cell_text(&row[NIC_NETNS], "self");
		cell_text(&row[NIC_DEVICE], devices[i]);
		cell_text(&row[STATISTIC_NAME], "rx_missed_errors");
		cell_count(&row[STATISTIC_COUNT], 3000);
	}
	assert_int_equal(nic_keep_told(links, counted), 2);
	assert_int_equal(counted->rows, 1);
	assert_string_equal(cell_as_text(table_cell(counted, 0, "device")), "eth0");
	assert_int_equal(nic_keep_told(links, counted), 0);
}

static void test_bitsets(void **state)
{
	(void)state;
	for (int masked = 0; masked < 2; masked++) {
		struct nl_msg *message = nlmsg_alloc();
		struct nlattr *set, *bits;
		char seen[128] = "";

		nlmsg_put(message, 0, 0, 16, 0, 0);
		set = nla_nest_start(message, ETHTOOL_A_FEATURES_ACTIVE);
		if (!masked)
			nla_put_flag(message, ETHTOOL_A_BITSET_NOMASK);
		bits = nla_nest_start(message, ETHTOOL_A_BITSET_BITS);
		put_bit(message, "rx-gro", masked);
		put_bit(message, "rx-lro", false);
		nla_nest_end(message, bits);
		nla_nest_end(message, set);
		ethtool_each_bit(set, note_bit, seen);
		assert_string_equal(seen, masked ? "rx-gro " : "rx-gro rx-lro ");
		nlmsg_free(message);
	}
	ethtool_each_bit(NULL, note_bit, NULL);
}

/* A namespace entered without its /sys: that still shows the NICs of the other one. */
static void enters_another_namespace(void)
{
	static struct nic_list list;
	size_t all;

	nic_list_read(&list);
	all = list.count;
	CHILD_ASSERT(nic_list_keep_own(&list) == 0 && list.count == all);
	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(nic_list_keep_own(&list) == all && list.count == 0);
}

static void test_foreign(void **state)
{
	(void)state;
	if (geteuid())
		skip();
	assert_int_equal(in_child(enters_another_namespace), 0);
}

/* On whatever NICs this machine has: two readings agree on who is there. */
static void test_reading(void **state)
{
	static const struct netns ns = { .name = "self", .self = true };
	struct reading reading = { NULL, &ns, reader_tables(&probe_nic) };
	static struct nic_list list;
	struct error err;

	(void)state;
	nic_list_read(&list);
	if (probe_nic.read(&reading, &err) < 0)
		fail_msg("%s", err.text);
	assert_true(reading.tables[NIC_LINKS]->rows <= list.count);
	for (size_t i = 0; i < reading.tables[NIC_LINKS]->rows; i++) {
		const struct cell *row = table_row(reading.tables[NIC_LINKS], i);

		assert_string_equal(cell_as_text(&row[NIC_NETNS]), "self");
		assert_int_equal(row[LINK_UP].type, CELL_BOOL);
		assert_int_equal(row[LINK_RX_PACKETS].type, CELL_COUNT);
	}
	for (size_t i = 0; i < reading.tables[NIC_RINGS]->rows; i++) {
		const struct table *rings = reading.tables[NIC_RINGS];

		assert_true(cell_as_count(table_cell(rings, i, "rx")) <=
			    cell_as_count(table_cell(rings, i, "rx_max")));
	}
	tables_free(reading.tables);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_names_below_queues),
		cmocka_unit_test(test_recorded_names),
		cmocka_unit_test(test_lost_once),
		cmocka_unit_test(test_told_at_the_end_only),
		cmocka_unit_test(test_bitsets),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_reading),
	};

	return cmocka_run_group_tests_name("nic", tests, NULL, NULL);
}
