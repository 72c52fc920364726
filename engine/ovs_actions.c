// SPDX-License-Identifier: BSD-2-Clause
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <linux/openvswitch.h>

#include "cleanup.h"
#include "ovs_key.h"

/* Newer than some headers: 6.6, e7bc7db9ba46 ("net: openvswitch: add explicit drop action"). */
#define ACTION_DROP 24

/* Actions that send the packet nowhere. A meter is none of them: what it takes it counts itself. */
static const struct {
	uint16_t type;
	const char *name;
} silent[] = {
	{ OVS_ACTION_ATTR_SET, "set" },
	{ OVS_ACTION_ATTR_SET_MASKED, "set" },
	{ OVS_ACTION_ATTR_PUSH_VLAN, "push_vlan" },
	{ OVS_ACTION_ATTR_POP_VLAN, "pop_vlan" },
	{ OVS_ACTION_ATTR_HASH, "hash" },
	{ OVS_ACTION_ATTR_PUSH_MPLS, "push_mpls" },
	{ OVS_ACTION_ATTR_POP_MPLS, "pop_mpls" },
	{ OVS_ACTION_ATTR_CT, "ct" },
	{ OVS_ACTION_ATTR_CT_CLEAR, "ct_clear" },
	{ OVS_ACTION_ATTR_TRUNC, "trunc" },
	{ OVS_ACTION_ATTR_PUSH_ETH, "push_eth" },
	{ OVS_ACTION_ATTR_POP_ETH, "pop_eth" },
	{ OVS_ACTION_ATTR_PUSH_NSH, "push_nsh" },
	{ OVS_ACTION_ATTR_POP_NSH, "pop_nsh" },
	{ ACTION_DROP, "drop" },
};

static const char *silent_name(int type)
{
	for (size_t i = 0; i < ARRAY_SIZE(silent); i++)
		if (silent[i].type == type)
			return silent[i].name;
	return NULL;
}

bool ovs_actions_drop(struct nlattr *actions)
{
	struct nlattr *action;
	int left;

	nla_for_each_nested(action, actions, left)
	{
		if (nla_type(action) == ACTION_DROP)
			return true;
		if (!silent_name(nla_type(action)))
			return false;
	}
	return true;
}

/* What one action is called, with its number where it has one. */
static void action_text(const struct nlattr *action,
			const char *(*name_of)(uint32_t port, void *data), void *data, char *text,
			size_t size)
{
	uint32_t number = 0;
	const char *name;

	if (nla_len(action) >= (int)sizeof(number))
		memcpy(&number, nla_data(action), sizeof(number));
	switch (nla_type(action)) {
	case OVS_ACTION_ATTR_OUTPUT:
		name = name_of(number, data);
		if (name)
			snprintf(text, size, "%s", name);
		else
			snprintf(text, size, "%" PRIu32, number);
		return;
	case OVS_ACTION_ATTR_RECIRC:
		snprintf(text, size, "recirc(0x%" PRIx32 ")", number);
		return;
	case OVS_ACTION_ATTR_METER:
		snprintf(text, size, "meter(%" PRIu32 ")", number);
		return;
	case OVS_ACTION_ATTR_USERSPACE:
		snprintf(text, size, "userspace");
		return;
	}
	name = silent_name(nla_type(action));
	if (name)
		snprintf(text, size, "%s", name);
	else
		snprintf(text, size, "action(%d)", nla_type(action));
}

void ovs_actions_text(struct nlattr *actions, const char *(*name_of)(uint32_t port, void *data),
		      void *data, char ret_text[OVS_TEXT_MAX])
{
	struct nlattr *action;
	size_t used = 0;
	int left;

	*ret_text = '\0';
	nla_for_each_nested(action, actions, left)
	{
		char text[64];

		action_text(action, name_of, data, text, sizeof(text));
		if (used + strlen(text) + 5 > OVS_TEXT_MAX) {
			snprintf(ret_text + used, OVS_TEXT_MAX - used, ",...");
			return;
		}
		used += (size_t)snprintf(ret_text + used, OVS_TEXT_MAX - used, "%s%s",
					 used ? "," : "", text);
	}
	if (!used)
		snprintf(ret_text, OVS_TEXT_MAX, "drop");
}
