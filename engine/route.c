// SPDX-License-Identifier: BSD-2-Clause
#include "route.h"

#include <linux/if_link.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/errno.h>

#include "attribute.h"
#include "memory.h"

#define DUMP_ATTEMPTS 3
#define RECEIVE_BYTES (32 << 10) /* the kernel fills no more of a dump at once */

int route_open(struct nl_sock **ret_socket, struct error *err)
{
	struct nl_sock *socket = must_have(nl_socket_alloc());
	int r = nl_connect(socket, NETLINK_ROUTE);

	if (r < 0) {
		nl_socket_free(socket);
		return error_set(err, "cannot open a route netlink socket: %s", nl_geterror(r));
	}
	nl_socket_disable_auto_ack(socket);
	nl_socket_set_msg_buf_size(socket, RECEIVE_BYTES);
	*ret_socket = socket;
	return 0;
}

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

/* Takes the message; the answers go to `each`. Returns 0 or libnl's negative code. */
static int ask(struct nl_sock *socket, struct nl_msg *owned,
	       void (*each)(struct nlmsghdr *message, void *data), void *data)
{
	cleanup_message struct nl_msg *message = owned;
	struct receiver receiver = { each, data };
	int r;

	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, receive, &receiver);
	r = nl_send_auto(socket, message);
	return r < 0 ? r : nl_recvmsgs_default(socket);
}

int route_dump(struct nl_sock *socket, int type, const void *head, size_t size,
	       void (*begin)(void *data), void (*each)(struct nlmsghdr *message, void *data),
	       void *data, struct error *err)
{
	int r = -NLE_DUMP_INTR;

	for (int i = 0; i < DUMP_ATTEMPTS && r == -NLE_DUMP_INTR; i++) {
		struct nl_msg *message =
			must_have(nlmsg_alloc_simple(type, NLM_F_REQUEST | NLM_F_DUMP));

		nlmsg_append(message, (void *)head, size, NLMSG_ALIGNTO);
		begin(data);
		r = ask(socket, message, each, data);
	}
	if (r < 0 && r != -NLE_DUMP_INTR)
		return error_set(err, "cannot list %s: %s",
				 type == RTM_GETLINK ? "links" : "addresses", nl_geterror(r));
	return 0;
}

int route_dump_links(struct nl_sock *socket, void (*begin)(void *data),
		     void (*each)(struct nlmsghdr *message, void *data), void *data,
		     struct error *err)
{
	const struct ifinfomsg all = { .ifi_family = AF_UNSPEC };

	return route_dump(socket, RTM_GETLINK, &all, sizeof(all), begin, each, data, err);
}

static void take_index(struct nlmsghdr *message, void *data)
{
	const struct ifinfomsg *link = nlmsg_data(message);

	if (message->nlmsg_type == RTM_NEWLINK)
		*(uint32_t *)data = (uint32_t)link->ifi_index;
}

int route_find_link(struct nl_sock *socket, const char *name, uint32_t *ret_index,
		    struct error *err)
{
	const struct ifinfomsg any = { .ifi_family = AF_UNSPEC };
	struct nl_msg *message = must_have(nlmsg_alloc_simple(RTM_GETLINK, NLM_F_REQUEST));
	uint32_t index = 0;
	int r;

	nlmsg_append(message, (void *)&any, sizeof(any), NLMSG_ALIGNTO);
	nla_put_string(message, IFLA_IFNAME, name);
	nla_put_u32(message, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
	r = ask(socket, message, take_index, &index);
	if (r == -NLE_NODEV)
		return 0;
	if (r < 0)
		return error_set(err, "cannot look up link %s: %s", name, nl_geterror(r));
	if (!index)
		return 0;
	*ret_index = index;
	return 1;
}

static void take_netns_id(struct nlmsghdr *message, void *data)
{
	const struct nlattr *id = nlmsg_find_attr(message, sizeof(struct rtgenmsg), NETNSA_NSID);

	if (message->nlmsg_type == RTM_NEWNSID && id)
		*(int32_t *)data = (int32_t)attribute_u32(id);
}

int32_t route_netns_id(struct nl_sock *socket, int fd)
{
	const struct rtgenmsg any = { .rtgen_family = AF_UNSPEC };
	struct nl_msg *message = must_have(nlmsg_alloc_simple(RTM_GETNSID, NLM_F_REQUEST));
	int32_t id = -1;

	nlmsg_append(message, (void *)&any, sizeof(any), NLMSG_ALIGNTO);
	nla_put_u32(message, NETNSA_FD, (uint32_t)fd);
	return ask(socket, message, take_netns_id, &id) < 0 ? -1 : id;
}
