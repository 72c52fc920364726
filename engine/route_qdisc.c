// SPDX-License-Identifier: BSD-2-Clause
#include "route_qdisc.h"

#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/errno.h>

#include "memory.h"

#define DUMP_ATTEMPTS 3

struct receiver {
	void (*each)(struct nlmsghdr *message, void *data);
	void *data;
};

static int receive(struct nl_msg *message, void *data)
{
	struct receiver *receiver = data;

	receiver->each(nlmsg_hdr(message), receiver->data);
	return NL_OK;
}

static int dump_once(struct nl_sock *socket)
{
	const struct tcmsg all = { .tcm_family = AF_UNSPEC };
	cleanup_message struct nl_msg *message =
		must_have(nlmsg_alloc_simple(RTM_GETQDISC, NLM_F_REQUEST | NLM_F_DUMP));
	int r;

	nlmsg_append(message, (void *)&all, sizeof(all), NLMSG_ALIGNTO);
	nla_put_flag(message, TCA_DUMP_INVISIBLE);
	r = nl_send_auto(socket, message);
	return r < 0 ? r : nl_recvmsgs_default(socket);
}

int route_dump_qdiscs(struct nl_sock *socket, void (*begin)(void *data),
		      void (*each)(struct nlmsghdr *message, void *data), void *data,
		      struct error *err)
{
	struct receiver receiver = { each, data };
	int r = -NLE_DUMP_INTR;

	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, receive, &receiver);
	for (int i = 0; i < DUMP_ATTEMPTS && r == -NLE_DUMP_INTR; i++) {
		begin(data);
		r = dump_once(socket);
	}
	if (r < 0 && r != -NLE_DUMP_INTR)
		return error_set(err, "cannot list qdiscs: %s", nl_geterror(r));
	return 0;
}
