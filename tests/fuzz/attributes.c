// SPDX-License-Identifier: BSD-2-Clause
/* Netlink attributes in the depths of messages: Open vSwitch's keys, masks and actions, ethtool's
 * bit sets, qdiscs. The first byte says which. */
#include "ethtool.h"
#include "fuzz.h"
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

static void read_qdisc(const uint8_t *bytes, size_t size)
{
	struct nlmsghdr *message = malloc(sizeof(*message) + size);
	struct qdisc qdisc;

	*message = (struct nlmsghdr){ (uint32_t)(sizeof(*message) + size), 36 };
	memcpy(message + 1, bytes, size);
	qdisc_parse(message, &qdisc);
	free(message);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static void (*const readers[])(const uint8_t *bytes, size_t size) = {
		read_key, read_actions, read_bits, read_sockets, read_qdisc,
	};

	if (size && size <= MOST)
		readers[bytes[0] % 5](bytes + 1, size - 1);
	return 0;
}
