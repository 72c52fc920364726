// SPDX-License-Identifier: BSD-2-Clause
#include "devlink_traps.h"

#include <stdio.h>

#include <linux/devlink.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>

#include "attribute.h"

static const struct nla_policy shape[DEVLINK_ATTR_MAX + 1] = {
	[DEVLINK_ATTR_BUS_NAME] = { .type = NLA_STRING },
	[DEVLINK_ATTR_DEV_NAME] = { .type = NLA_STRING },
	[DEVLINK_ATTR_PORT_NETDEV_NAME] = { .type = NLA_STRING },
	[DEVLINK_ATTR_TRAP_NAME] = { .type = NLA_STRING },
	[DEVLINK_ATTR_TRAP_GROUP_NAME] = { .type = NLA_STRING },
	[DEVLINK_ATTR_TRAP_ACTION] = { .type = NLA_U8 },
	[DEVLINK_ATTR_TRAP_TYPE] = { .type = NLA_U8 },
	[DEVLINK_ATTR_STATS] = { .type = NLA_NESTED },
};

/* These are numbered anew. */
static const struct nla_policy stats_shape[DEVLINK_ATTR_STATS_MAX + 1] = {
	[DEVLINK_ATTR_STATS_RX_PACKETS] = { .type = NLA_U64 },
	[DEVLINK_ATTR_STATS_RX_DROPPED] = { .type = NLA_U64 },
};

static void handle_of(struct nlattr **attributes, char handle[64])
{
	snprintf(handle, 64, "%s/%s", attribute_text(attributes[DEVLINK_ATTR_BUS_NAME]),
		 attribute_text(attributes[DEVLINK_ATTR_DEV_NAME]));
}

static bool parse(struct nlmsghdr *message, struct nlattr **attributes)
{
	return genlmsg_parse(message, 0, attributes, DEVLINK_ATTR_MAX, shape) >= 0 &&
	       attributes[DEVLINK_ATTR_BUS_NAME] && attributes[DEVLINK_ATTR_DEV_NAME];
}

static uint64_t number(const struct nlattr *attribute)
{
	return attribute ? nla_get_u64(attribute) : 0;
}

/* What the device dropped without a copy for the CPU (since 5.14, ddee9dbc3d7a) and what it dropped
 * and showed. A copy of what went on (mirror) is no loss. */
static bool count(struct nlattr **attributes, uint64_t *ret_packets)
{
	struct nlattr *stats[DEVLINK_ATTR_STATS_MAX + 1];
	uint64_t shown;

	if (nla_parse_nested(stats, DEVLINK_ATTR_STATS_MAX, attributes[DEVLINK_ATTR_STATS],
			     stats_shape) < 0)
		return false;
	shown = number(stats[DEVLINK_ATTR_STATS_RX_PACKETS]);
	if (attribute_u8(attributes[DEVLINK_ATTR_TRAP_ACTION]) == DEVLINK_TRAP_ACTION_MIRROR)
		shown = 0;
	*ret_packets = shown + number(stats[DEVLINK_ATTR_STATS_RX_DROPPED]);
	return true;
}

bool devlink_trap_read(struct nlmsghdr *message, struct devlink_trap *ret_trap)
{
	struct nlattr *attributes[DEVLINK_ATTR_MAX + 1];
	struct devlink_trap trap = { 0 };

	if (!parse(message, attributes) || !attributes[DEVLINK_ATTR_TRAP_NAME] ||
	    !attributes[DEVLINK_ATTR_TRAP_TYPE] || !attributes[DEVLINK_ATTR_TRAP_ACTION] ||
	    !attributes[DEVLINK_ATTR_STATS] ||
	    attribute_u8(attributes[DEVLINK_ATTR_TRAP_TYPE]) != DEVLINK_TRAP_TYPE_DROP ||
	    !count(attributes, &trap.packets))
		return false;
	handle_of(attributes, trap.handle);
	snprintf(trap.name, sizeof(trap.name), "%s",
		 attribute_text(attributes[DEVLINK_ATTR_TRAP_NAME]));
	if (attributes[DEVLINK_ATTR_TRAP_GROUP_NAME])
		snprintf(trap.group, sizeof(trap.group), "%s",
			 attribute_text(attributes[DEVLINK_ATTR_TRAP_GROUP_NAME]));
	*ret_trap = trap;
	return true;
}

bool devlink_port_read(struct nlmsghdr *message, char handle[64], char device[64])
{
	struct nlattr *attributes[DEVLINK_ATTR_MAX + 1];

	if (!parse(message, attributes) || !attributes[DEVLINK_ATTR_PORT_NETDEV_NAME])
		return false;
	handle_of(attributes, handle);
	snprintf(device, 64, "%s", attribute_text(attributes[DEVLINK_ATTR_PORT_NETDEV_NAME]));
	return true;
}
