// SPDX-License-Identifier: BSD-2-Clause
#include "generic.h"

#include <string.h>

#include <linux/genetlink.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>

#include "attribute.h"
#include "memory.h"

#define RECEIVE_BYTES (64 << 10)

struct wanted {
	struct generic_family *families;
	size_t count;
};

static int take_family(struct nl_msg *message, void *data)
{
	struct nlattr *attributes[CTRL_ATTR_MAX + 1];
	const struct wanted *wanted = data;

	if (genlmsg_parse(nlmsg_hdr(message), 0, attributes, CTRL_ATTR_MAX, NULL) < 0 ||
	    !attributes[CTRL_ATTR_FAMILY_NAME] || !attributes[CTRL_ATTR_FAMILY_ID])
		return NL_OK;
	for (size_t i = 0; i < wanted->count; i++)
		if (!strcmp(attribute_text(attributes[CTRL_ATTR_FAMILY_NAME]),
			    wanted->families[i].name))
			wanted->families[i].id = attribute_u16(attributes[CTRL_ATTR_FAMILY_ID]);
	return NL_OK;
}

static int find_families(struct nl_sock *socket, struct wanted *wanted)
{
	int r;

	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, take_family, wanted);
	r = genl_send_simple(socket, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_DUMP);
	return r < 0 ? r : nl_recvmsgs_default(socket);
}

int generic_open(struct generic_family *families, size_t count, struct nl_sock **ret_socket,
		 struct error *err)
{
	struct nl_sock *socket = must_have(nl_socket_alloc());
	struct wanted wanted = { families, count };
	int r = genl_connect(socket);

	if (r == 0) {
		nl_socket_disable_auto_ack(socket);
		nl_socket_set_msg_buf_size(socket, RECEIVE_BYTES);
		r = find_families(socket, &wanted);
	}
	if (r < 0) {
		nl_socket_free(socket);
		return error_set(err, "cannot list generic netlink families: %s", nl_geterror(r));
	}
	*ret_socket = socket;
	return 0;
}
