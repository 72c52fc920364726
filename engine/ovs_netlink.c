// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_netlink.h"

#include <netlink/errno.h>
#include <netlink/genl/genl.h>

#include "clock.h"
#include "memory.h"
#include "route.h"
#include "system_file.h"

#define MAX_ATTRIBUTES 64

bool ovs_loaded(void)
{
	char text[32];

	/* A module that is on its way in or out is not asked; one that is built in has no state. */
	if (system_text(text, sizeof(text), "/sys/module/openvswitch/initstate") == 0)
		return !strcmp(text, "live");
	return false;
}

int ovs_open(struct ovs *ret_ovs, struct error *err)
{
	struct ovs ovs = { .families = { [OVS_DATAPATH] = { OVS_DATAPATH_FAMILY, 0 },
					 [OVS_VPORT] = { OVS_VPORT_FAMILY, 0 },
					 [OVS_FLOW] = { OVS_FLOW_FAMILY, 0 },
					 [OVS_METER] = { OVS_METER_FAMILY, 0 } } };

	if (generic_open(ovs.families, OVS_FAMILIES, &ovs.socket, err) < 0)
		return -1;
	if (!ovs.families[OVS_DATAPATH].id || !ovs.families[OVS_VPORT].id ||
	    !ovs.families[OVS_FLOW].id) {
		ovs_close(&ovs);
		return error_set(err, "the openvswitch module answers no netlink questions");
	}
	*ret_ovs = ovs;
	return 0;
}

void ovs_close(struct ovs *ovs)
{
	nl_socket_free(ovs->socket);
	ovs->socket = NULL;
}

struct nl_msg *ovs_question(const struct ovs *ovs, enum ovs_family family, uint8_t command,
			    uint32_t datapath, int flags)
{
	static const uint8_t versions[OVS_FAMILIES] = {
		[OVS_DATAPATH] = OVS_DATAPATH_VERSION,
		[OVS_VPORT] = OVS_VPORT_VERSION,
		[OVS_FLOW] = OVS_FLOW_VERSION,
		[OVS_METER] = OVS_METER_VERSION,
	};
	struct nl_msg *message = must_have(nlmsg_alloc());
	struct ovs_header *header =
		must_have(genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, ovs->families[family].id,
				      sizeof(struct ovs_header), flags, command, versions[family]));

	header->dp_ifindex = (int)datapath;
	return message;
}

struct receiver {
	bool (*each)(const struct ovs_answer *answer, void *data);
	void *data;
	int max;
	int64_t end_ms;
	bool stopped;
};

static int receive(struct nl_msg *message, void *data)
{
	struct nlmsghdr *header = nlmsg_hdr(message);
	struct nlattr *attributes[MAX_ATTRIBUTES];
	struct receiver *receiver = data;
	struct ovs_answer answer = { .attributes = attributes };

	if (genlmsg_parse(header, sizeof(struct ovs_header), attributes, receiver->max, NULL) < 0)
		return NL_OK;
	answer.datapath =
		(uint32_t)((struct ovs_header *)genlmsg_user_hdr(nlmsg_data(header)))->dp_ifindex;
	if (receiver->each(&answer, receiver->data) && clock_ms() < receiver->end_ms)
		return NL_OK;
	receiver->stopped = true;
	return NL_STOP;
}

int ovs_ask_within(const struct ovs *ovs, struct nl_msg *owned, int max,
		   bool (*each)(const struct ovs_answer *answer, void *data), void *data,
		   int limit_ms)
{
	cleanup_message struct nl_msg *message = owned;
	struct receiver receiver = { each, data, max, clock_ms() + limit_ms, false };
	int r;

	if (max >= MAX_ATTRIBUTES)
		return -NLE_RANGE;
	nl_socket_modify_cb(ovs->socket, NL_CB_VALID, NL_CB_CUSTOM, receive, &receiver);
	r = nl_send_auto(ovs->socket, message);
	if (r >= 0)
		r = nl_recvmsgs_default(ovs->socket);
	return receiver.stopped ? 1 : r;
}

struct simple {
	ovs_each each;
	void *data;
};

static bool pass_on(const struct ovs_answer *answer, void *data)
{
	const struct simple *simple = data;

	simple->each(answer, simple->data);
	return true;
}

/* What has no limit of its own is ended by the reader's deadline. */
#define NO_LIMIT_MS 60000

int ovs_ask(const struct ovs *ovs, struct nl_msg *owned, int max, ovs_each each, void *data)
{
	struct simple simple = { each, data };

	return ovs_ask_within(ovs, owned, max, pass_on, &simple, NO_LIMIT_MS);
}
