// SPDX-License-Identifier: BSD-2-Clause
/* What is read of Open vSwitch: keys and actions of megaflows, the switch's own words, sockets, and
 * what two readings of a flow table say together. */
#include "unit.h"

#include <arpa/inet.h>
#include <limits.h>
#include <linux/if_ether.h>
#include <netlink/msg.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "netlink_sockets.h"
#include "ovs_control.h"
#include "ovs_flows.h"
#include "ovs_key.h"
#include "ovs_netlink.h"
#include "route.h"
#include "system_file.h"

#define KEY 1
#define MASK 2

/* A flow to UDP port 5000 from port 2 of the datapath, whatever the addresses. */
static void put_flow(struct nl_msg *message, int type, bool mask)
{
	struct ovs_key_ipv4 ip = { .ipv4_proto = mask ? 0xff : IPPROTO_UDP };
	struct ovs_key_ethernet any = { 0 };
	struct ovs_key_udp udp = { .udp_dst = htons(mask ? 0xffff : 5000) };
	struct nlattr *nest = nla_nest_start(message, type);

	ip.ipv4_dst = mask ? htonl(0xffff0000) : inet_addr("10.1.0.0");
	nla_put_u32(message, OVS_KEY_ATTR_IN_PORT, mask ? UINT32_MAX : 2);
	nla_put_u32(message, OVS_KEY_ATTR_RECIRC_ID, mask ? UINT32_MAX : 0);
	nla_put(message, OVS_KEY_ATTR_ETHERNET, sizeof(any), &any);
	nla_put_u16(message, OVS_KEY_ATTR_ETHERTYPE, htons(mask ? 0xffff : ETH_P_IP));
	nla_put(message, OVS_KEY_ATTR_IPV4, sizeof(ip), &ip);
	nla_put(message, OVS_KEY_ATTR_UDP, sizeof(udp), &udp);
	nla_nest_end(message, nest);
}

static void test_key(void **state)
{
	cleanup_message struct nl_msg *message = nlmsg_alloc_simple(0, 0);
	struct ovs_key key;

	(void)state;
	put_flow(message, KEY, false);
	put_flow(message, MASK, true);
	ovs_key_read(nlmsg_find_attr(nlmsg_hdr(message), 0, KEY),
		     nlmsg_find_attr(nlmsg_hdr(message), 0, MASK), &key);
	assert_string_equal(key.text, "in_port(2),eth(),eth_type(0x800),"
				      "ipv4(dst=10.1.0.0/255.255.0.0,proto=17),udp(dst=5000)");
	assert_true(key.has_port && key.in_port == 2);
	assert_string_equal(key.family, "ipv4");
	assert_string_equal(key.protocol, "udp");
	assert_string_equal(key.address, ""); /* many */
	assert_true(key.has_destination && key.destination == 5000);
}

static void test_key_without_mask(void **state)
{
	cleanup_message struct nl_msg *message = nlmsg_alloc_simple(0, 0);
	struct ovs_key key;

	(void)state;
	put_flow(message, KEY, false);
	ovs_key_read(nlmsg_find_attr(nlmsg_hdr(message), 0, KEY), NULL, &key);
	assert_string_equal(key.address, "10.1.0.0");
	ovs_key_read(NULL, NULL, &key);
	assert_string_equal(key.text, "");
	assert_string_equal(key.family, "");
}

/* Tags in tags: the inner one is told behind the outer, and what does not fit is cut. */
static void test_key_that_is_too_long(void **state)
{
	cleanup_message struct nl_msg *message = nlmsg_alloc_simple(0, 0);
	struct nlattr *nests[3];
	struct ovs_key_tcp tcp = { htons(1000), htons(2000) };
	struct ovs_key_ipv6 ip;
	struct ovs_key key;

	(void)state;
	memset(&ip, 0xab, sizeof(ip));
	for (size_t i = 0; i < ARRAY_SIZE(nests); i++) {
		nests[i] = nla_nest_start(message, i ? OVS_KEY_ATTR_ENCAP : KEY);
		nla_put(message, OVS_KEY_ATTR_IPV6, sizeof(ip), &ip);
		nla_put(message, OVS_KEY_ATTR_TCP, sizeof(tcp), &tcp);
		nla_put_u16(message, OVS_KEY_ATTR_VLAN, htons(0x1064));
	}
	for (size_t i = ARRAY_SIZE(nests); i-- > 0;)
		nla_nest_end(message, nests[i]);
	ovs_key_read(nlmsg_find_attr(nlmsg_hdr(message), 0, KEY), NULL, &key);
	assert_non_null(strstr(key.text, "encap(vlan(tci=0x1064),ipv6(src=abab:"));
	assert_int_equal(strlen(key.text), sizeof(key.text) - 1);
	assert_string_equal(key.text + sizeof(key.text) - 4, "...");
}

static const char *name_of(uint32_t port, void *data)
{
	(void)data;
	return port == 2 ? "vnet0" : NULL;
}

static struct nlattr *find_actions(struct nl_msg *message)
{
	return nlmsg_find_attr(nlmsg_hdr(message), 0, OVS_FLOW_ATTR_ACTIONS);
}

static void test_actions(void **state)
{
	cleanup_message struct nl_msg *message = nlmsg_alloc_simple(0, 0);
	struct nlattr *nest = nla_nest_start(message, OVS_FLOW_ATTR_ACTIONS);
	char text[OVS_TEXT_MAX];

	(void)state;
	nla_put(message, OVS_ACTION_ATTR_CT, 0, NULL);
	nla_put_u32(message, OVS_ACTION_ATTR_RECIRC, 7);
	nla_put_u32(message, OVS_ACTION_ATTR_METER, 3);
	nla_put_u32(message, OVS_ACTION_ATTR_OUTPUT, 2);
	nla_put_u32(message, OVS_ACTION_ATTR_OUTPUT, 9);
	nla_nest_end(message, nest);
	ovs_actions_text(find_actions(message), name_of, NULL, text);
	assert_string_equal(text, "ct,recirc(0x7),meter(3),vnet0,9");
	assert_false(ovs_actions_drop(find_actions(message)));
}

static void test_actions_that_drop(void **state)
{
	cleanup_message struct nl_msg *none = nlmsg_alloc_simple(0, 0);
	cleanup_message struct nl_msg *silent = nlmsg_alloc_simple(0, 0);
	cleanup_message struct nl_msg *stated = nlmsg_alloc_simple(0, 0);
	char text[OVS_TEXT_MAX];
	struct nlattr *nest;

	(void)state;
	nla_put(none, OVS_FLOW_ATTR_ACTIONS, 0, NULL);
	assert_true(ovs_actions_drop(find_actions(none)));
	ovs_actions_text(find_actions(none), name_of, NULL, text);
	assert_string_equal(text, "drop");
	nest = nla_nest_start(silent, OVS_FLOW_ATTR_ACTIONS);
	nla_put(silent, OVS_ACTION_ATTR_POP_VLAN, 0, NULL);
	nla_put(silent, OVS_ACTION_ATTR_CT, 0, NULL);
	nla_nest_end(silent, nest);
	assert_true(ovs_actions_drop(find_actions(silent)));
	nest = nla_nest_start(stated, OVS_FLOW_ATTR_ACTIONS);
	nla_put_u32(stated, 24, 0);
	nla_nest_end(stated, nest);
	assert_true(ovs_actions_drop(find_actions(stated)));
}

static const char upcall_show[] = "netdev@ovs-netdev:\n"
				  "  flows         : (current 1) (avg 1) (max 2) (limit 50)\n"
				  "\n"
				  "system@ovs-system:\n"
				  "  flows         : (current 7) (avg 5) (max 6) (limit 10000)\n"
				  "  dump duration : 12ms\n"
				  "  ufid enabled : true\n"
				  "\n"
				  "  3: (keys 7)\n";

static void test_upcall_show(void **state)
{
	struct ovs_upcall_show show;

	(void)state;
	assert_true(ovs_upcall_parse(upcall_show, "ovs-system", &show));
	assert_int_equal(show.flows, 7);
	assert_int_equal(show.most, 6);
	assert_int_equal(show.limit, 10000);
	assert_int_equal(show.dump_ms, 12);
	assert_false(ovs_upcall_parse(upcall_show, "ovs-netdev", &show));
	assert_false(ovs_upcall_parse("", "ovs-system", &show));
	assert_false(ovs_upcall_parse("system@ovs-system:\nsystem@b:\n  flows : (current 1)",
				      "ovs-system", &show));
}

static void write_file(const char *root, const char *path, const char *text)
{
	char full[PATH_MAX];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", root, path);
	for (char *slash = strchr(full + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void test_sockets(void **state)
{
	char root[] = "/tmp/netdoctor-ovs-XXXXXX", command[128];
	struct netlink_socket sockets[4];
	size_t count;

	(void)state;
	assert_non_null(mkdtemp(root));
	write_file(root, "/proc/thread-self/net/netlink",
		   "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    "
		   "Drops    Inode\n"
		   "00000000ecde95bf 0   4010272613 00000440 0        0        0     2        0"
		   "        11001   \n"
		   "00000000599f512b 16  0          00000000 0        0        0     2        0"
		   "        17      \n"
		   "00000000d3e9cef0 16  3065885403 00000000 4194304  0        0     2        91"
		   "       11044   \n");
	write_file(root, "/sys/module/openvswitch/initstate", "live\n");
	system_root(root);
	assert_true(netlink_sockets(sockets, ARRAY_SIZE(sockets), &count));
	assert_true(ovs_loaded());
	system_root("/nowhere");
	assert_false(ovs_loaded());
	assert_false(netlink_sockets(sockets, ARRAY_SIZE(sockets), &count));
	system_root("");
	assert_int_equal(count, 1);
	assert_int_equal(sockets[0].portid, 3065885403u);
	assert_int_equal(sockets[0].queued, 4194304);
	assert_int_equal(sockets[0].drops, 91);
	snprintf(command, sizeof(command), "rm -r %s", root);
	assert_int_equal(system(command), 0);
}

static void add_flow(struct table *table, unsigned number, uint64_t packets, bool drops)
{
	struct cell *row = table_add(table);
	char id[40];

	snprintf(id, sizeof(id), "%08x-0000", number);
	cell_text(&row[FLOW_NETNS], "self");
	cell_text(&row[FLOW_DATAPATH], "ovs-system");
	cell_text(&row[FLOW_ID], id);
	cell_count(&row[FLOW_PACKETS], packets);
	cell_count(&row[FLOW_BYTES], 100 * packets);
	cell_bool(&row[FLOW_DROPS], drops);
}

static struct table *table_row_of(uint64_t one_in, bool whole)
{
	struct table *table = table_new(ovs_flow_specs[OVS_FLOW_TABLES].columns);
	struct cell *row = table_add(table);

	cell_text(&row[TABLE_NETNS], "self");
	cell_text(&row[TABLE_DATAPATH], "ovs-system");
	cell_count(&row[TABLE_ONE_IN], one_in);
	cell_bool(&row[TABLE_WHOLE], whole);
	return table;
}

/* Before: flows 0 to 7, at the end 4 to 11, of which 8 and 9 had a packet, 10 and 11 had six. */
static struct table *window(uint64_t one_in, bool whole, struct fact *ret_flows)
{
	struct table *first[] = { table_row_of(1, true),
				  table_new(ovs_flow_specs[OVS_FLOWS].columns), NULL };
	struct table *now = table_row_of(one_in, whole);

	*ret_flows = (struct fact){ .table = table_new(ovs_flow_specs[OVS_FLOWS].columns) };
	for (unsigned i = 0; i < 8; i++)
		add_flow(first[1], i, 5, false);
	for (unsigned i = 4; i < 12; i++)
		add_flow(ret_flows->table, i, i < 8 ? 0 : i < 10 ? 1 : 6, i == 11);
	table_sort(first[1]);
	table_sort(ret_flows->table);
	ovs_flows_window(first, now, ret_flows);
	table_free(first[0]);
	table_free(first[1]);
	return now;
}

static uint64_t count_of(const struct table *table, int column)
{
	return cell_as_count(&table_row(table, 0)[column]);
}

static void test_window(void **state)
{
	struct fact flows;
	struct table *table = window(1, true, &flows);

	(void)state;
	assert_int_equal(count_of(table, TABLE_KNOWN), 8);
	assert_int_equal(count_of(table, TABLE_FRESH), 4);
	assert_int_equal(count_of(table, TABLE_GONE), 4);
	assert_int_equal(count_of(table, TABLE_FRESH_PACKETS), 14);
	assert_int_equal(count_of(table, TABLE_FRESH_SINGLE), 2);
	assert_int_equal(flows.table->rows, 4); /* those without a packet say nothing */
	assert_int_equal(flows.cut, 4);
	table_free(flows.table);
	table_free(table);
}

/* One in two: the even ids, each standing for two. */
static void test_window_of_a_sample(void **state)
{
	struct fact flows;
	struct table *table = window(2, true, &flows);

	(void)state;
	assert_int_equal(count_of(table, TABLE_FRESH), 4);
	assert_int_equal(count_of(table, TABLE_GONE), 4);
	assert_int_equal(count_of(table, TABLE_FRESH_PACKETS), 14);
	table_free(flows.table);
	table_free(table);
}

static void test_window_of_a_cut_dump(void **state)
{
	struct fact flows;
	struct table *table = window(1, false, &flows);

	(void)state;
	assert_int_equal(table_row(table, 0)[TABLE_FRESH].type, CELL_NONE);
	assert_int_equal(table_row(table, 0)[TABLE_GONE].type, CELL_NONE);
	table_free(flows.table);
	table_free(table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_key),
		cmocka_unit_test(test_key_without_mask),
		cmocka_unit_test(test_key_that_is_too_long),
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_actions_that_drop),
		cmocka_unit_test(test_upcall_show),
		cmocka_unit_test(test_sockets),
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_window_of_a_sample),
		cmocka_unit_test(test_window_of_a_cut_dump),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
