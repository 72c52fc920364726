// SPDX-License-Identifier: BSD-2-Clause
/* Netlink attributes in the depths of messages: Open vSwitch's keys, masks and actions, ethtool's
 * bit sets, qdiscs, rules of nftables, traps of devlink. The first byte says which. */
#include <linux/genetlink.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

#include "cleanup.h"
#include "devlink_traps.h"
#include "ethtool.h"
#include "fuzz.h"
#include "nftables_rules.h"
#include "ovs_key.h"
#include "ovs_ports.h"
#include "qdisc_message.h"

#define MOST 4096

/* One attribute that holds the bytes, as the kernel's own are: its length fits. */
static struct nlattr *wrap(const uint8_t *bytes, size_t size)
{
	struct nlattr *attribute = malloc(NLA_HDRLEN + size);

	*attribute = (struct nlattr){ (uint16_t)(NLA_HDRLEN + size), 1 };
	memcpy((char *)attribute + NLA_HDRLEN, bytes, size);
	return attribute;
}

static const char *no_name(uint32_t port, void *data)
{
	(void)data;
	return port & 1 ? "port" : NULL;
}

static void see_bit(const char *name, void *data)
{
	*(size_t *)data += strlen(name);
}

static void read_key(const uint8_t *bytes, size_t size)
{
	struct nlattr *key = wrap(bytes, size / 2);
	struct nlattr *mask = wrap(bytes + size / 2, size - size / 2);
	struct ovs_key read;

	ovs_key_read(key, mask, &read);
	FUZZ_ASSERT(memchr(read.text, 0, sizeof(read.text)));
	ovs_key_read(key, NULL, &read);
	FUZZ_ASSERT(memchr(read.text, 0, sizeof(read.text)));
	free(key);
	free(mask);
}

static void read_actions(const uint8_t *bytes, size_t size)
{
	struct nlattr *actions = wrap(bytes, size);
	char text[OVS_TEXT_MAX];

	ovs_actions_drop(actions);
	ovs_actions_text(actions, no_name, NULL, text);
	FUZZ_ASSERT(memchr(text, 0, sizeof(text)));
	free(actions);
}

static void read_bits(const uint8_t *bytes, size_t size)
{
	struct nlattr *bits = wrap(bytes, size);
	size_t length = 0;

	ethtool_each_bit(bits, see_bit, &length);
	free(bits);
}

static void read_sockets(const uint8_t *bytes, size_t size)
{
	struct nlattr *sockets = wrap(bytes, size);
	struct ovs_datapath datapath = { 0 };

	ovs_take_cpu_sockets(&datapath, sockets);
	ovs_datapath_clear(&datapath);
	free(sockets);
}

static struct nlmsghdr *message_of(int type, const uint8_t *bytes, size_t size)
{
	struct nlmsghdr *message = malloc(sizeof(*message) + size);

	*message = (struct nlmsghdr){ (uint32_t)(sizeof(*message) + size), (uint16_t)type };
	memcpy(message + 1, bytes, size);
	return message;
}

static void read_qdisc(const uint8_t *bytes, size_t size)
{
	struct nlmsghdr *message = message_of(RTM_NEWQDISC, bytes, size);
	struct qdisc qdisc;

	qdisc_parse(message, &qdisc);
	free(message);
}

static void read_nftables(const uint8_t *bytes, size_t size)
{
	bool chain = size && bytes[0] & 1;
	struct nlmsghdr *message = message_of((NFNL_SUBSYS_NFTABLES << 8) |
						      (chain ? NFT_MSG_NEWCHAIN : NFT_MSG_NEWRULE),
					      bytes, size);
	struct nftables_chain read_chain;
	struct nftables_rule rule;

	if (nftables_rule_read(message, &rule))
		FUZZ_ASSERT(memchr(rule.chain, 0, sizeof(rule.chain)));
	if (nftables_chain_read(message, &read_chain))
		FUZZ_ASSERT(memchr(read_chain.name, 0, sizeof(read_chain.name)));
	free(message);
}

static void read_devlink(const uint8_t *bytes, size_t size)
{
	struct nlmsghdr *message = message_of(GENL_MIN_ID, bytes, size);
	char handle[64], device[64];
	struct devlink_trap trap;

	if (devlink_trap_read(message, &trap))
		FUZZ_ASSERT(memchr(trap.name, 0, sizeof(trap.name)));
	if (devlink_port_read(message, handle, device))
		FUZZ_ASSERT(memchr(device, 0, sizeof(device)));
	free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static void (*const readers[])(const uint8_t *bytes, size_t size) = {
		read_key,   read_actions,  read_bits,    read_sockets,
		read_qdisc, read_nftables, read_devlink,
	};

	if (size && size <= MOST)
		readers[bytes[0] % ARRAY_SIZE(readers)](bytes + 1, size - 1);
	return 0;
}
