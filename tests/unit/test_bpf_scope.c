// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include "bpf_scope.h"

static struct netns entries[] = {
	{ .name = "one", .inode = 0xf0000001 },
	{ .name = "two", .inode = 0xf0000002 },
};
static const struct netns_list namespaces = { .entries = entries, .count = 2 };

static void set(struct scope *scope, const char *option, const char *value)
{
	struct error err;

	assert_int_equal(scope_set(scope, option, value, &err), 0);
}

static void everything(void **state)
{
	const struct scope_filter none = { 0 };
	struct scope scope = { 0 };
	struct scope_filter filter;

	(void)state;
	bpf_scope_fill(&scope, &namespaces, &filter);
	assert_memory_equal(&filter, &none, sizeof(filter));
}

static void prefixes_are_masked(void **state)
{
	struct scope scope = { 0 };
	struct scope_filter filter;
	const uint8_t four[16] = { 10, 1, 0x70 };
	const uint8_t four_mask[16] = { 255, 255, 0xf0 };
	uint8_t six_mask[16];

	(void)state;
	memset(six_mask, 255, sizeof(six_mask));
	set(&scope, "src-ip", "10.1.127.9/20");
	set(&scope, "dst-ip", "fd00::1");
	bpf_scope_fill(&scope, &namespaces, &filter);
	assert_true(filter.narrow && filter.tuples);
	assert_int_equal(filter.sources, 1);
	assert_int_equal(filter.source[0].family, 4);
	assert_memory_equal(filter.source[0].value, four, 16);
	assert_memory_equal(filter.source[0].mask, four_mask, 16);
	assert_int_equal(filter.destination[0].family, 6);
	assert_memory_equal(filter.destination[0].mask, six_mask, 16);
	scope_clear(&scope);
}

static void words_become_numbers(void **state)
{
	struct scope scope = { 0 };
	struct scope_filter filter;

	(void)state;
	set(&scope, "dst-port", "80,443");
	set(&scope, "protocol", "tcp");
	set(&scope, "direction", "tx");
	bpf_scope_fill(&scope, &namespaces, &filter);
	assert_int_equal(filter.destination_ports, 2);
	assert_int_equal(filter.destination_port[1], 443);
	assert_int_equal(filter.protocols, SCOPE_FILTER_TCP);
	assert_int_equal(filter.direction, SCOPE_FILTER_TX);
	scope_clear(&scope);
}

static void places(void **state)
{
	struct scope scope = { 0 };
	struct scope_filter filter;

	(void)state;
	set(&scope, "netns", "all");
	bpf_scope_fill(&scope, &namespaces, &filter);
	assert_false(filter.narrow);
	set(&scope, "netns", "one");
	scope.devices.found_count = 1;
	scope.devices.found[0].netns = entries[0].inode;
	scope.devices.found[0].ifindex = 3;
	bpf_scope_fill(&scope, &namespaces, &filter);
	assert_true(filter.narrow);
	assert_false(filter.tuples);
	assert_int_equal(filter.netns, 2);
	assert_int_equal(filter.netns_inode[0], entries[0].inode);
	assert_int_equal(filter.devices, 1);
	assert_int_equal(filter.device[0].ifindex, 3);
	scope_clear(&scope);
}

/* What a VM sends arrives on the host's end of its interface. */
static void ways(void **state)
{
	struct scope scope = { 0 };
	struct scope_filter filter;

	(void)state;
	for (int vm = 0; vm <= 1; vm++)
		for (int outgoing = 0; outgoing <= 1; outgoing++) {
			assert_true(scope_filter_way(0, outgoing, vm));
			assert_int_equal(scope_filter_way(SCOPE_FILTER_TX, outgoing, vm),
					 outgoing != vm);
			assert_int_equal(scope_filter_way(SCOPE_FILTER_RX, outgoing, vm),
					 outgoing == vm);
		}
	scope.devices.found_count = 2;
	scope.devices.found[1].vm = true;
	bpf_scope_fill(&scope, &namespaces, &filter);
	assert_false(filter.device[0].vm);
	assert_true(filter.device[1].vm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything),
		cmocka_unit_test(prefixes_are_masked),
		cmocka_unit_test(words_become_numbers),
		cmocka_unit_test(places),
		cmocka_unit_test(ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
