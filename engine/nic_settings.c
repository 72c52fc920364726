// SPDX-License-Identifier: BSD-2-Clause
#include "nic_settings.h"

#include <string.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>

#include "attribute.h"
#include "cleanup.h"

/* Which attribute goes into which cell. */
static void take_counts(struct nlattr **attributes, const int *types, size_t count,
			struct cell *first)
{
	for (size_t i = 0; i < count; i++)
		if (attributes[types[i]] && nla_len(attributes[types[i]]) >= 4)
			cell_count(&first[i], attribute_u32(attributes[types[i]]));
}

static bool ask_counts(const struct ethtool *ethtool, uint8_t command, const char *device,
		       const int *types, size_t count, struct cell *first)
{
	struct nlattr *attributes[64];
	cleanup_free struct nlmsghdr *answer =
		ethtool_ask(ethtool, command, device, attributes, ARRAY_SIZE(attributes) - 1);

	if (!answer)
		return false;
	take_counts(attributes, types, count, first);
	return true;
}

void nic_link_modes(const struct ethtool *ethtool, const char *device, struct cell *first)
{
	static const char *const duplexes[] = { [DUPLEX_HALF] = "half", [DUPLEX_FULL] = "full" };
	struct nlattr *attributes[ETHTOOL_A_LINKMODES_MAX + 1];
	cleanup_free struct nlmsghdr *answer = ethtool_ask(
		ethtool, ETHTOOL_MSG_LINKMODES_GET, device, attributes, ETHTOOL_A_LINKMODES_MAX);
	uint32_t speed = (uint32_t)SPEED_UNKNOWN;
	uint8_t duplex = DUPLEX_UNKNOWN;

	if (!answer)
		return;
	if (attributes[ETHTOOL_A_LINKMODES_SPEED])
		speed = attribute_u32(attributes[ETHTOOL_A_LINKMODES_SPEED]);
	if (attributes[ETHTOOL_A_LINKMODES_DUPLEX])
		duplex = attribute_u8(attributes[ETHTOOL_A_LINKMODES_DUPLEX]);
	if (speed && speed != (uint32_t)SPEED_UNKNOWN)
		cell_count(&first[0], speed);
	if (duplex < ARRAY_SIZE(duplexes))
		cell_text(&first[1], duplexes[duplex]);
	if (attributes[ETHTOOL_A_LINKMODES_AUTONEG])
		cell_bool(&first[2], attribute_u8(attributes[ETHTOOL_A_LINKMODES_AUTONEG]));
}

bool nic_rings(const struct ethtool *ethtool, const char *device, struct cell *first)
{
	static const int types[] = { ETHTOOL_A_RINGS_RX, ETHTOOL_A_RINGS_RX_MAX, ETHTOOL_A_RINGS_TX,
				     ETHTOOL_A_RINGS_TX_MAX };

	return ask_counts(ethtool, ETHTOOL_MSG_RINGS_GET, device, types, ARRAY_SIZE(types), first);
}

bool nic_channels(const struct ethtool *ethtool, const char *device, struct cell *first)
{
	static const int types[] = {
		ETHTOOL_A_CHANNELS_COMBINED_COUNT, ETHTOOL_A_CHANNELS_COMBINED_MAX,
		ETHTOOL_A_CHANNELS_RX_COUNT,       ETHTOOL_A_CHANNELS_RX_MAX,
		ETHTOOL_A_CHANNELS_TX_COUNT,       ETHTOOL_A_CHANNELS_TX_MAX
	};

	return ask_counts(ethtool, ETHTOOL_MSG_CHANNELS_GET, device, types, ARRAY_SIZE(types),
			  first);
}

bool nic_coalescing(const struct ethtool *ethtool, const char *device, struct cell *first)
{
	static const int types[] = { ETHTOOL_A_COALESCE_RX_USECS, ETHTOOL_A_COALESCE_TX_USECS,
				     ETHTOOL_A_COALESCE_RX_MAX_FRAMES,
				     ETHTOOL_A_COALESCE_TX_MAX_FRAMES };
	static const int adaptive[] = { ETHTOOL_A_COALESCE_USE_ADAPTIVE_RX,
					ETHTOOL_A_COALESCE_USE_ADAPTIVE_TX };
	struct nlattr *attributes[64];
	cleanup_free struct nlmsghdr *answer = ethtool_ask(
		ethtool, ETHTOOL_MSG_COALESCE_GET, device, attributes, ARRAY_SIZE(attributes) - 1);

	if (!answer)
		return false;
	take_counts(attributes, types, ARRAY_SIZE(types), first);
	for (size_t i = 0; i < ARRAY_SIZE(adaptive); i++)
		if (attributes[adaptive[i]])
			cell_bool(&first[ARRAY_SIZE(types) + i],
				  attribute_u8(attributes[adaptive[i]]));
	return true;
}

const char *const nic_features[NIC_FEATURES] = {
	"rx-checksum",
	"rx-gro",
	"rx-gro-hw",
	"rx-lro",
	"tx-checksum-ipv4",
	"tx-checksum-ip-generic",
	"tx-generic-segmentation",
	"tx-scatter-gather",
	"tx-tcp-segmentation",
};

struct marking {
	struct nic_feature_state *states;
	bool possible;
};

static void mark(const char *name, void *data)
{
	const struct marking *marking = data;

	for (size_t i = 0; i < NIC_FEATURES; i++) {
		if (strcmp(name, nic_features[i]))
			continue;
		if (marking->possible)
			marking->states[i].possible = true;
		else
			marking->states[i].active = true;
	}
}

bool nic_offloads(const struct ethtool *ethtool, const char *device,
		  struct nic_feature_state ret_states[NIC_FEATURES])
{
	struct nlattr *attributes[ETHTOOL_A_FEATURES_MAX + 1];
	cleanup_free struct nlmsghdr *answer = ethtool_ask(
		ethtool, ETHTOOL_MSG_FEATURES_GET, device, attributes, ETHTOOL_A_FEATURES_MAX);
	struct marking marking = { ret_states, false };

	if (!answer)
		return false;
	memset(ret_states, 0, NIC_FEATURES * sizeof(*ret_states));
	ethtool_each_bit(attributes[ETHTOOL_A_FEATURES_ACTIVE], mark, &marking);
	marking.possible = true;
	ethtool_each_bit(attributes[ETHTOOL_A_FEATURES_HW], mark, &marking);
	return true;
}
