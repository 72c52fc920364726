// SPDX-License-Identifier: BSD-2-Clause
#include "ethtool.h"

#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if.h>
#include <linux/sockios.h>
#include <netlink/genl/genl.h>

#include "attribute.h"
#include "cleanup.h"
#include "generic.h"
#include "memory.h"
#include "privilege.h"
#include "route.h"

#define HEADER 1 /* the attribute that names the device, the same in every question */

int ethtool_open(struct ethtool *ret_ethtool, struct error *err)
{
	struct generic_family family = { .name = ETHTOOL_GENL_NAME };
	struct nl_sock *socket;

	if (generic_open(&family, 1, &socket, err) < 0)
		return -1;
	*ret_ethtool = (struct ethtool){ socket, family.id };
	return 0;
}

void ethtool_close(struct ethtool *ethtool)
{
	nl_socket_free(ethtool->socket);
	ethtool->socket = NULL;
}

static int keep_answer(struct nl_msg *message, void *data)
{
	const struct nlmsghdr *header = nlmsg_hdr(message);
	struct nlmsghdr **answer = data;

	*answer = must_realloc(*answer, header->nlmsg_len);
	memcpy(*answer, header, header->nlmsg_len);
	return NL_OK;
}

struct nlmsghdr *ethtool_ask(const struct ethtool *ethtool, uint8_t command, const char *device,
			     struct nlattr **ret_attributes, int max)
{
	cleanup_message struct nl_msg *message = NULL;
	struct nlmsghdr *answer = NULL;
	struct nlattr *header;

	if (!ethtool->family)
		return NULL;
	message = must_have(nlmsg_alloc());
	must_have(genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, ethtool->family, 0, 0, command,
			      ETHTOOL_GENL_VERSION));
	header = nla_nest_start(message, HEADER | NLA_F_NESTED);
	nla_put_string(message, ETHTOOL_A_HEADER_DEV_NAME, device);
	nla_nest_end(message, header);
	nl_socket_modify_cb(ethtool->socket, NL_CB_VALID, NL_CB_CUSTOM, keep_answer, &answer);
	if (nl_send_auto(ethtool->socket, message) < 0 ||
	    nl_recvmsgs_default(ethtool->socket) < 0 || !answer ||
	    genlmsg_parse(answer, 0, ret_attributes, max, NULL) < 0) {
		free(answer);
		return NULL;
	}
	return answer;
}

void ethtool_each_bit(struct nlattr *bitset, void (*each)(const char *name, void *data), void *data)
{
	struct nlattr *parts[ETHTOOL_A_BITSET_MAX + 1], *bit;
	int left;

	if (!bitset || nla_parse_nested(parts, ETHTOOL_A_BITSET_MAX, bitset, NULL) < 0 ||
	    !parts[ETHTOOL_A_BITSET_BITS])
		return;
	nla_for_each_nested(bit, parts[ETHTOOL_A_BITSET_BITS], left)
	{
		struct nlattr *members[ETHTOOL_A_BITSET_BIT_MAX + 1];

		if (nla_parse_nested(members, ETHTOOL_A_BITSET_BIT_MAX, bit, NULL) < 0 ||
		    !members[ETHTOOL_A_BITSET_BIT_NAME])
			continue;
		/* A set without a mask lists only what is set. */
		if (parts[ETHTOOL_A_BITSET_NOMASK] || members[ETHTOOL_A_BITSET_BIT_VALUE])
			each(attribute_text(members[ETHTOOL_A_BITSET_BIT_NAME]), data);
	}
}

static int ask_driver(int fd, const char *device, void *question)
{
	struct ifreq request = { .ifr_data = question };

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", device);
	return ioctl(fd, SIOCETHTOOL, &request);
}

static uint32_t count_statistics(int fd, const char *device)
{
	struct {
		struct ethtool_sset_info info;
		uint32_t count;
	} question = { .info = { .cmd = ETHTOOL_GSSET_INFO, .sset_mask = 1ULL << ETH_SS_STATS } };

	if (ask_driver(fd, device, &question) < 0 || !question.info.sset_mask)
		return 0;
	return question.count <= ETHTOOL_STATISTICS_MAX ? question.count : 0;
}

/* The driver writes as many as it has at that moment, which may have become more: there is room. */
#define ROOM_FACTOR 4

/* The ioctl loads a module for a device that is not there, and this one may have just gone; not for
 * somebody without these. */
static const cap_value_t loads_modules[] = { CAP_NET_ADMIN, CAP_SYS_MODULE };

size_t ethtool_statistics(const char *device,
			  void (*each)(const char *name, uint64_t count, void *data), void *data)
{
	cleanup_put_aside cap_t before = NULL;
	cleanup_fd int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	cleanup_free struct ethtool_gstrings *names = NULL;
	cleanup_free struct ethtool_stats *counts = NULL;
	uint32_t count;
	size_t room;

	if (fd < 0 || !privilege_put_aside(loads_modules, ARRAY_SIZE(loads_modules), &before))
		return 0;
	count = count_statistics(fd, device);
	room = (size_t)count * ROOM_FACTOR + 1024;
	if (!count)
		return 0;
	names = must_calloc(1, sizeof(*names) + room * ETH_GSTRING_LEN);
	counts = must_calloc(1, sizeof(*counts) + room * sizeof(counts->data[0]));
	*names = (struct ethtool_gstrings){ ETHTOOL_GSTRINGS, ETH_SS_STATS, count };
	*counts = (struct ethtool_stats){ ETHTOOL_GSTATS, count };
	if (ask_driver(fd, device, names) < 0 || ask_driver(fd, device, counts) < 0 ||
	    names->len != counts->n_stats || names->len > room)
		return 0;
	for (uint32_t i = 0; i < names->len; i++) {
		char name[ETH_GSTRING_LEN + 1] = "";

		memcpy(name, names->data + i * ETH_GSTRING_LEN, ETH_GSTRING_LEN);
		each(name, counts->data[i], data);
	}
	return names->len;
}
