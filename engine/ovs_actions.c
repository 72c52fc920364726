// SPDX-License-Identifier: BSD-2-Clause
#include <inttypes.h>
#include <string.h>

#include <linux/openvswitch.h>

#include "bounded_text.h"
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
static void add_action(struct bounded_text *text, const struct nlattr *action,
		       const char *(*name_of)(uint32_t port, void *data), void *data)
{
	const char *name = silent_name(nla_type(action));
	uint32_t number = 0;

	if (nla_len(action) >= (int)sizeof(number))
		memcpy(&number, nla_data(action), sizeof(number));
	bounded_comma(text);
	switch (nla_type(action)) {
	case OVS_ACTION_ATTR_OUTPUT:
		name = name_of(number, data);
		if (name)
			bounded_add(text, "%s", name);
		else
			bounded_add(text, "%" PRIu32, number);
		return;
	case OVS_ACTION_ATTR_RECIRC:
		bounded_add(text, "recirc(0x%" PRIx32 ")", number);
		return;
	case OVS_ACTION_ATTR_METER:
		bounded_add(text, "meter(%" PRIu32 ")", number);
		return;
	case OVS_ACTION_ATTR_USERSPACE:
		bounded_add(text, "userspace");
		return;
	}
	if (name)
		bounded_add(text, "%s", name);
	else
		bounded_add(text, "action(%d)", nla_type(action));
}

void ovs_actions_text(struct nlattr *actions, const char *(*name_of)(uint32_t port, void *data),
		      void *data, char ret_text[OVS_TEXT_MAX])
{
	struct bounded_text text = { ret_text, OVS_TEXT_MAX, 0 };
	struct nlattr *action;
	int left;

	nla_for_each_nested(action, actions, left) add_action(&text, action, name_of, data);
	if (!text.used)
		bounded_add(&text, "drop");
}
