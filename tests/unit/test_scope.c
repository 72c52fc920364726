// SPDX-License-Identifier: BSD-2-Clause
#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cleanup.h"
#include "in_child.h"
#include "json.h"
#include "scope.h"

static void set(struct scope *scope, const char *option, const char *value)
{
	struct error err = { "" };

	if (scope_set(scope, option, value, &err) < 0)
		fail_msg("%s", err.text);
}

static bool is_address(const struct scope_address *address, int family, const char *text,
		       unsigned prefix)
{
	uint8_t bytes[16] = { 0 };

	inet_pton(family, text, bytes);
	return address->family == family && address->prefix == prefix &&
	       !memcmp(address->bytes, bytes, sizeof(bytes));
}

static void test_addresses(void **state)
{
	struct scope scope = { 0 };

	(void)state;
	set(&scope, "src-ip", "10.0.0.7,2001:db8::1,10.1.2.3/16,2001:db8:ff::/33");
	set(&scope, "src-ip", "::ffff:10.9.8.7");
	set(&scope, "dst-ip", "0.0.0.0/0");
	assert_int_equal(scope.source.count, 5);
	assert_true(is_address(&scope.source.entries[0], AF_INET, "10.0.0.7", 32));
	assert_true(is_address(&scope.source.entries[1], AF_INET6, "2001:db8::1", 128));
	assert_true(is_address(&scope.source.entries[2], AF_INET, "10.1.0.0", 16));
	assert_true(is_address(&scope.source.entries[3], AF_INET6, "2001:db8::", 33));
	assert_true(is_address(&scope.source.entries[4], AF_INET, "10.9.8.7", 32));
	assert_true(is_address(&scope.destination.entries[0], AF_INET, "0.0.0.0", 0));
	scope_clear(&scope);
}

static void test_other_values(void **state)
{
	struct scope scope = { 0 };

	(void)state;
	set(&scope, "src-port", "1,65535");
	set(&scope, "dst-port", "53");
	set(&scope, "protocol", "tcp,ICMP");
	set(&scope, "direction", "rx");
	set(&scope, "device", "eth0");
	set(&scope, "vm-interface", "vnet0,vnet1");
	set(&scope, "phy-interface", "eno1");
	set(&scope, "netns", "blue");
	assert_int_equal(scope.source_ports.count, 2);
	assert_int_equal(scope.source_ports.entries[1], 65535);
	assert_int_equal(scope.destination_ports.entries[0], 53);
	assert_int_equal(scope.protocols, SCOPE_TCP | SCOPE_ICMP);
	assert_int_equal(scope.direction, SCOPE_RX);
	assert_int_equal(scope.devices.count, 4);
	assert_string_equal(scope.devices.names[2], "vnet1");
	assert_int_equal(scope.devices.vm, 6);
	assert_int_equal(scope.devices.phy, 8);
	assert_string_equal(scope.netns, "blue");
	set(&scope, "protocol", "all");
	set(&scope, "netns", "all");
	assert_int_equal(scope.protocols, SCOPE_ALL);
	assert_null(scope.netns);
	scope_clear(&scope);
}

static void test_bad_values(void **state)
{
	static const char *const bad[][2] = {
		{ "src-ip", "10.0.0" },
		{ "src-ip", "10.0.0.256" },
		{ "src-ip", "" },
		{ "src-ip", "10.0.0.1," },
		{ "src-ip", "10.0.0.1/33" },
		{ "src-ip", "10.0.0.1/" },
		{ "src-ip", "10.0.0.1/-1" },
		{ "dst-ip", "2001:db8::/129" },
		{ "dst-ip", "2001:db8::1::2" },
		{ "dst-ip", "fe80::1%eth0" },
		{ "dst-ip", "example.org" },
		{ "src-port", "0" },
		{ "src-port", "65536" },
		{ "src-port", "http" },
		{ "src-port", "-1" },
		{ "dst-port", "53,," },
		{ "dst-port", "99999999999999999999" },
		{ "dst-port", "53-60" },
		{ "protocol", "sctp" },
		{ "l4-protocol", "sctp" },
		{ "protocol", "tcp,all" },
		{ "protocol", "" },
		{ "direction", "up" },
		{ "direction", "tx,rx" },
		{ "device", "" },
		{ "device", "a-name-of-16-byt" },
		{ "device", "eth0/1" },
		{ "vm-interface", "vnet 0" },
		{ "phy-interface", ".." },
		{ "netns", "" },
		{ "netns", "../x" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct scope scope = { 0 };
		struct error err = { "" };
		char named[64];

		if (scope_set(&scope, bad[i][0], bad[i][1], &err) != -1)
			fail_msg("--%s \"%s\" was taken", bad[i][0], bad[i][1]);
		snprintf(named, sizeof(named), "--%s: \"", bad[i][0]);
		if (strncmp(err.text, named, strlen(named)) || strchr(err.text, '\n'))
			fail_msg("not one sentence with the option and its value: %s", err.text);
		scope_clear(&scope);
	}
}

static void test_too_many_entries(void **state)
{
	static const char *const lists[][2] = {
		{ "src-ip", "1.1.1.1,1.1.1.2,1.1.1.3,1.1.1.4,::5,::6,::7,::8,1.1.1.9" },
		{ "dst-port", "1,2,3,4,5,6,7,8,9" },
		{ "device", "a,b,c,d,e,f,g,h,i" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		struct scope scope = { 0 };
		struct error err;
		cleanup_free char *eight =
			strndup(lists[i][1], strrchr(lists[i][1], ',') - lists[i][1]);

		set(&scope, lists[i][0], eight);
		assert_int_equal(scope_set(&scope, lists[i][0], "1.1.1.1", &err), -1);
		assert_non_null(strstr(err.text, lists[i][0]));
		assert_non_null(strstr(err.text, "at most 8"));
		scope_clear(&scope);
	}
}

static void check_fails(const char *const pairs[][2], size_t count)
{
	struct scope scope = { 0 };
	struct error err;

	for (size_t i = 0; i < count; i++)
		set(&scope, pairs[i][0], pairs[i][1]);
	assert_int_equal(scope_check(&scope, &err), -1);
	for (size_t i = 0; i < count; i++)
		if (strstr(pairs[i][0], "ip"))
			assert_non_null(strstr(err.text, pairs[i][0]));
	scope_clear(&scope);
}

static void test_contradictions(void **state)
{
	static const char *const families[][2] = { { "src-ip", "10.0.0.1" },
						   { "dst-ip", "2001:db8::1" } };
	static const char *const ports[][2] = { { "protocol", "icmp" }, { "dst-port", "53" } };
	struct scope scope = { 0 };
	struct error err;

	(void)state;
	check_fails(families, 2);
	check_fails(ports, 2);
	assert_int_equal(scope_check(&scope, &err), 0);
	set(&scope, "src-ip", "10.0.0.1,2001:db8::2");
	set(&scope, "dst-ip", "2001:db8::1");
	set(&scope, "protocol", "icmp,udp");
	set(&scope, "dst-port", "53");
	assert_int_equal(scope_check(&scope, &err), 0);
	scope_clear(&scope);
}

static void test_narrow_and_json(void **state)
{
	static const char *const given[][3] = {
		{ "src-ip", "10.0.0.1,2001:db8::/32", "src_ip" },
		{ "dst-ip", "10.2.0.0/16", "dst_ip" },
		{ "src-port", "1024", "src_port" },
		{ "dst-port", "53,443", "dst_port" },
		{ "protocol", "tcp,udp", "protocol" },
		{ "direction", "tx", "direction" },
		{ "vm-interface", "vnet0", "vm_interface" },
		{ "phy-interface", "eth0,eth1", "phy_interface" },
		{ "device", "br0", "device" },
		{ "netns", "4711", "netns" },
	};
	struct scope all = { 0 };
	cleanup_json cJSON *json = scope_to_json(&all);

	(void)state;
	assert_false(scope_narrow(&all));
	assert_int_equal(cJSON_GetArraySize(json), 0);
	for (size_t i = 0; i < ARRAY_SIZE(given); i++) {
		struct scope scope = { 0 };
		cleanup_json cJSON *one = NULL;

		set(&scope, given[i][0], given[i][1]);
		set(&all, given[i][0], given[i][1]);
		assert_true(scope_narrow(&scope));
		one = scope_to_json(&scope);
		assert_int_equal(cJSON_GetArraySize(one), 1);
		assert_string_equal(json_text(one, given[i][2]), given[i][1]);
		scope_clear(&scope);
	}
	cJSON_Delete(json);
	json = scope_to_json(&all);
	assert_int_equal(cJSON_GetArraySize(json), ARRAY_SIZE(given));
	scope_clear(&all);
}

static void test_unknown_option(void **state)
{
	struct scope scope = { 0 };
	struct error err;

	(void)state;
	assert_int_equal(scope_set(&scope, "colour", "red", &err), -1);
	assert_non_null(strstr(err.text, "--colour"));
}

static void finds_devices(void)
{
	struct scope scope = { 0 }, vm = { 0 };
	struct netns_list list;
	struct error err = { "" };

	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!system("ip link add left type veth peer name right"));
	CHILD_ASSERT(!netns_list_open("self", &list, &err));
	CHILD_ASSERT(!scope_set(&scope, "device", "left,lo", &err));
	CHILD_ASSERT(!scope_find_devices(&scope, &list, &err));
	CHILD_ASSERT(scope.devices.found_count == 2);
	CHILD_ASSERT(scope.devices.found[0].ifindex == if_nametoindex("left"));
	CHILD_ASSERT(scope.devices.found[0].netns == list.entries[0].inode);
	CHILD_ASSERT(scope.devices.found[1].ifindex == 1);
	CHILD_ASSERT(!scope.devices.found[0].vm);
	CHILD_ASSERT(!scope_set(&vm, "phy-interface", "lo", &err));
	CHILD_ASSERT(!scope_set(&vm, "vm-interface", "left", &err));
	CHILD_ASSERT(!scope_find_devices(&vm, &list, &err));
	CHILD_ASSERT(vm.devices.found_count == 2);
	CHILD_ASSERT(!vm.devices.found[0].vm && vm.devices.found[1].vm);
	CHILD_ASSERT(!scope_set(&scope, "vm-interface", "vnet7", &err));
	CHILD_ASSERT(scope_find_devices(&scope, &list, &err) < 0);
	CHILD_ASSERT(!strcmp(err.text, "--vm-interface vnet7: there is no such device in 1 network "
				       "namespace"));
}

/* One name, many namespaces: containers all have an eth0. */
static void finds_them_everywhere(void)
{
	struct netns_list list = { 0 };
	struct scope scope = { 0 };
	struct error err = { "" };

	list.entries = calloc(40, sizeof(*list.entries));
	for (; list.count < 40; list.count++) {
		struct netns_list own;

		CHILD_ASSERT(!unshare(CLONE_NEWNET));
		CHILD_ASSERT(!netns_list_open("self", &own, &err));
		list.entries[list.count] = own.entries[0];
		list.entries[list.count].self = false;
	}
	CHILD_ASSERT(!scope_set(&scope, "device", "lo", &err));
	CHILD_ASSERT(scope_find_devices(&scope, &list, &err) < 0);
	CHILD_ASSERT(strstr(err.text, "--device lo: more than 32 devices"));
	list.count = 3;
	CHILD_ASSERT(!scope_find_devices(&scope, &list, &err));
	CHILD_ASSERT(scope.devices.found_count == 3);
	CHILD_ASSERT(scope.devices.found[2].netns == list.entries[2].inode);
}

static void test_devices(void **state)
{
	(void)state;
	if (geteuid() || system("ip -V >/dev/null 2>&1"))
		skip();
	assert_int_equal(in_child(finds_devices), 0);
	assert_int_equal(in_child(finds_them_everywhere), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),      cmocka_unit_test(test_other_values),
		cmocka_unit_test(test_bad_values),     cmocka_unit_test(test_too_many_entries),
		cmocka_unit_test(test_contradictions), cmocka_unit_test(test_narrow_and_json),
		cmocka_unit_test(test_unknown_option), cmocka_unit_test(test_devices),
	};

	return cmocka_run_group_tests_name("scope", tests, NULL, NULL);
}
