// SPDX-License-Identifier: BSD-2-Clause
#include "probe.h"

#include <string.h>

#include <linux/devlink.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>

#include "cleanup.h"
#include "devlink_traps.h"
#include "generic.h"
#include "memory.h"
#include "route.h"
#include "text.h"

#define MAX_PORTS 256

enum { NETNS, CARD, REASON, GROUP, DEVICE, DIRECTION, LOCATION, PACKETS };

static const struct column_spec columns[] = {
	[NETNS] = { "netns", COLUMN_KEY, NULL },
	[CARD] = { "card", COLUMN_KEY, NULL },
	[REASON] = { "reason", COLUMN_KEY, NULL },
	[GROUP] = { "group", COLUMN_VALUE, NULL },
	[DEVICE] = { "device", COLUMN_VALUE, NULL }, /* "": the card has several */
	[DIRECTION] = { "direction", COLUMN_VALUE, NULL },
	[LOCATION] = { "location", COLUMN_VALUE, NULL },
	[PACKETS] = { "packets", COLUMN_COUNTER, "packets" },
	{ 0 },
};

static const struct fact_spec facts[] = {
	{ "devlink.traps",
	  "packets that network hardware itself dropped, by its reason; one that dropped nothing "
	  "has "
	  "no row",
	  columns },
	{ 0 },
};

static int read_traps(const struct reading *reading, struct error *err);

const struct probe probe_devlink = {
	.name = "devlink",
	.summary = "what network hardware drops by itself, and why (packet traps of devlink)",
	.summary_zh = "网络硬件自行丢弃的数据包及原因（devlink trap）",
	.facts = facts,
	.cost = COST_COUNTERS,
	.seldom = true, /* a driver may ask its firmware */
	.once = true,
	.read = read_traps,
	.moved = true,
};

struct walk {
	const struct reading *reading;
	struct port {
		char handle[64], device[64];
	} * ports;
	size_t count;
};

static int take_port(struct nl_msg *message, void *data)
{
	struct walk *walk = data;
	struct port *port = &walk->ports[walk->count];

	if (walk->count < MAX_PORTS &&
	    devlink_port_read(nlmsg_hdr(message), port->handle, port->device))
		walk->count++;
	return NL_OK;
}

/* The network device of a card that has only one. */
static const char *device_of(const struct walk *walk, const char *handle)
{
	const char *device = NULL;

	for (size_t i = 0; i < walk->count; i++) {
		if (strcmp(walk->ports[i].handle, handle))
			continue;
		if (device)
			return NULL;
		device = walk->ports[i].device;
	}
	return device;
}

static int take_trap(struct nl_msg *message, void *data)
{
	const struct walk *walk = data;
	struct devlink_trap trap;
	const char *device;
	struct cell *row;

	if (!devlink_trap_read(nlmsg_hdr(message), &trap) || !trap.packets)
		return NL_OK; /* one that comes later counts from zero anyway */
	device = device_of(walk, trap.handle);
	row = reading_row(walk->reading, 0);
	cell_system_text(&row[CARD], trap.handle);
	cell_system_text(&row[REASON], trap.name);
	cell_system_text(&row[GROUP], trap.group);
	if (device)
		cell_system_text(&row[DEVICE], device);
	cell_text(&row[DIRECTION], "rx");
	cell_text(&row[LOCATION], "hardware");
	cell_count(&row[PACKETS], trap.packets);
	return NL_OK;
}

static int dump(struct nl_sock *socket, int family, uint8_t command,
		int (*take)(struct nl_msg *message, void *data), struct walk *walk)
{
	cleanup_message struct nl_msg *message = must_have(nlmsg_alloc());
	int r;

	must_have(genlmsg_put(message, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, NLM_F_DUMP, command,
			      DEVLINK_GENL_VERSION));
	nl_socket_modify_cb(socket, NL_CB_VALID, NL_CB_CUSTOM, take, walk);
	r = nl_send_auto(socket, message);
	return r < 0 ? r : nl_recvmsgs_default(socket);
}

static int read_traps(const struct reading *reading, struct error *err)
{
	cleanup_free struct port *ports = must_calloc(MAX_PORTS, sizeof(*ports));
	struct walk walk = { reading, ports, 0 };
	struct generic_family family = { .name = DEVLINK_GENL_NAME };
	cleanup_route struct nl_sock *socket = NULL;
	int r;

	if (generic_open(&family, 1, &socket, err) < 0)
		return -1;
	if (!family.id)
		return 0; /* no driver here has any */
	r = dump(socket, family.id, DEVLINK_CMD_PORT_GET, take_port, &walk);
	if (r >= 0)
		r = dump(socket, family.id, DEVLINK_CMD_TRAP_GET, take_trap, &walk);
	if (r < 0)
		return error_set(err, "cannot list what network hardware drops (devlink): %s",
				 nl_geterror(r));
	return 0;
}
