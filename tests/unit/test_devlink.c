// SPDX-License-Identifier: BSD-2-Clause
/* Traps and ports of devlink as netdevsim of 6.1 told them (tests/recorded/devlink-6.1.txt: built
 * from Debian's linux-source-6.1, one trap set to show what it drops), and what is no loss. */
#include "unit.h"

#include <linux/devlink.h>
#include <netlink/genl/genl.h>

#include "devlink_traps.h"
#include "recorded.h"
#include "route.h"

struct found {
	struct devlink_trap traps[64];
	size_t traps_count, ports;
	char handle[64], device[64];
};

static void take(struct nlmsghdr *message, void *data)
{
	struct found *found = data;

	if (devlink_port_read(message, found->handle, found->device))
		found->ports++;
	else if (devlink_trap_read(message, &found->traps[found->traps_count]))
		found->traps_count++;
}

static const struct devlink_trap *find(const struct found *found, const char *name)
{
	for (size_t i = 0; i < found->traps_count; i++)
		if (!strcmp(found->traps[i].name, name))
			return &found->traps[i];
	return NULL;
}

static void test_recorded(void **state)
{
	struct found found = { 0 };
	const struct devlink_trap *trap;

	(void)state;
	recorded_messages("devlink-6.1", "devlink.hex", take, &found);
	assert_int_equal(found.ports, 1);
	assert_string_equal(found.handle, "netdevsim/netdevsim10");
	assert_string_equal(found.device, "eth0");
	trap = find(&found, "blackhole_route");
	assert_non_null(trap);
	assert_string_equal(trap->handle, "netdevsim/netdevsim10");
	assert_string_equal(trap->group, "l3_drops");
	assert_int_equal(trap->packets, 31 + 21);
	/* Exceptions and control packets go on to the kernel. */
	assert_null(find(&found, "ttl_value_is_too_small"));
	assert_null(find(&found, "fid_miss"));
	assert_int_equal(found.traps_count, 10);
}

/* A trap of type "drop" with 7 packets shown to the CPU and 5 dropped unseen. */
static bool read_trap(uint8_t action, uint8_t type, struct devlink_trap *trap)
{
	cleanup_message struct nl_msg *message = nlmsg_alloc();
	struct nlattr *stats;

	genlmsg_put(message, 0, 0, 30, 0, 0, DEVLINK_CMD_TRAP_NEW, DEVLINK_GENL_VERSION);
	nla_put_string(message, DEVLINK_ATTR_BUS_NAME, "pci");
	nla_put_string(message, DEVLINK_ATTR_DEV_NAME, "0000:3b:00.0");
	nla_put_string(message, DEVLINK_ATTR_TRAP_NAME, "dmac_filter");
	nla_put_u8(message, DEVLINK_ATTR_TRAP_ACTION, action);
	nla_put_u8(message, DEVLINK_ATTR_TRAP_TYPE, type);
	stats = nla_nest_start(message, DEVLINK_ATTR_STATS);
	nla_put_u64(message, DEVLINK_ATTR_STATS_RX_PACKETS, 7);
	nla_put_u64(message, DEVLINK_ATTR_STATS_RX_DROPPED, 5);
	nla_nest_end(message, stats);
	return devlink_trap_read(nlmsg_hdr(message), trap);
}

static void test_actions(void **state)
{
	struct devlink_trap trap;

	(void)state;
	assert_true(read_trap(DEVLINK_TRAP_ACTION_TRAP, DEVLINK_TRAP_TYPE_DROP, &trap));
	assert_int_equal(trap.packets, 12);
	assert_string_equal(trap.handle, "pci/0000:3b:00.0");
	assert_string_equal(trap.group, "");
	/* A copy of what went on. */
	assert_true(read_trap(DEVLINK_TRAP_ACTION_MIRROR, DEVLINK_TRAP_TYPE_DROP, &trap));
	assert_int_equal(trap.packets, 5);
	trap.packets = 1;
	assert_false(read_trap(DEVLINK_TRAP_ACTION_TRAP, DEVLINK_TRAP_TYPE_EXCEPTION, &trap));
	assert_int_equal(trap.packets, 1);
}

static void test_other_messages(void **state)
{
	cleanup_message struct nl_msg *message = nlmsg_alloc();
	struct devlink_trap trap;
	char handle[64], device[64];

	(void)state;
	genlmsg_put(message, 0, 0, 30, 0, 0, DEVLINK_CMD_TRAP_NEW, DEVLINK_GENL_VERSION);
	assert_false(devlink_trap_read(nlmsg_hdr(message), &trap));
	assert_false(devlink_port_read(nlmsg_hdr(message), handle, device));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded),
		cmocka_unit_test(test_actions),
		cmocka_unit_test(test_other_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
