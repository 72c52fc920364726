// SPDX-License-Identifier: BSD-2-Clause
#include "unit.h"

#include <sched.h>

#include "in_child.h"
#include "probe.h"

extern const struct probe probe_netconf;

static uint64_t setting(const struct table *table, const char *device, const char *family,
			const char *column)
{
	for (size_t i = 0; i < table->rows; i++)
		if (!strcmp(cell_as_text(table_cell(table, i, "device")), device) &&
		    !strcmp(cell_as_text(table_cell(table, i, "family")), family))
			return cell_as_count(table_cell(table, i, column));
	fprintf(stderr, "no row for %s %s\n", device, family);
	_exit(1);
}

static void reads_what_is_set(void)
{
	static const struct netns ns = { .name = "self", .self = true };
	struct table *tables[] = { table_new(probe_netconf.facts[0].columns), NULL };
	const struct reading reading = { NULL, &ns, tables };
	struct error err;

	CHILD_ASSERT(!unshare(CLONE_NEWNET));
	CHILD_ASSERT(!system("ip link add left type veth peer name right && "
			     "sysctl -q -w net.ipv4.conf.left.rp_filter=1 "
			     "net.ipv4.conf.right.rp_filter=2 net.ipv4.conf.all.rp_filter=0 "
			     "net.ipv4.conf.right.forwarding=1 net.ipv4.conf.left.forwarding=0 "
			     "net.ipv6.conf.left.forwarding=1"));
	CHILD_ASSERT(!probe_netconf.read(&reading, &err));
	CHILD_ASSERT(setting(tables[0], "left", "ipv4", "rp_filter") == 1);
	CHILD_ASSERT(setting(tables[0], "right", "ipv4", "rp_filter") == 2);
	CHILD_ASSERT(setting(tables[0], "all", "ipv4", "rp_filter") == 0);
	CHILD_ASSERT(setting(tables[0], "right", "ipv4", "forwarding") == 1);
	CHILD_ASSERT(setting(tables[0], "left", "ipv4", "forwarding") == 0);
	CHILD_ASSERT(setting(tables[0], "left", "ipv6", "forwarding") == 1);
	CHILD_ASSERT(setting(tables[0], "right", "ipv6", "forwarding") == 0);
}

static void test_reading(void **state)
{
	(void)state;
	if (geteuid() || system("ip -V >/dev/null 2>&1"))
		skip();
	assert_int_equal(in_child(reads_what_is_set), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading),
	};

	return cmocka_run_group_tests_name("netconf", tests, NULL, NULL);
}
