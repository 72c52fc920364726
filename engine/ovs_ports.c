// SPDX-License-Identifier: BSD-2-Clause
#include "ovs_ports.h"

#include <netlink/errno.h>

#include "attribute.h"
#include "cleanup.h"
#include "memory.h"
#include "netlink_sockets.h"
#include "ovs_facts.h"
#include "text.h"

#define MAX_SOCKETS 4096 /* of the namespace */
#define KEEP_SOCKETS 1024

void ovs_datapath_clear(struct ovs_datapath *datapath)
{
	free(datapath->name);
	free(datapath->sockets);
	*datapath = (struct ovs_datapath){ 0 };
}

void ovs_take_cpu_sockets(struct ovs_datapath *datapath, const struct nlattr *attribute)
{
	if (!attribute)
		return;
	datapath->cpus = (size_t)nla_len(attribute) / sizeof(uint32_t);
	datapath->sockets = must_calloc(datapath->cpus, sizeof(uint32_t));
	nla_memcpy(datapath->sockets, attribute, (int)(datapath->cpus * sizeof(uint32_t)));
}

struct ports {
	const struct reading *reading;
	const struct ovs_datapath *datapath;
	const struct netlink_socket *sockets;
	size_t count;
	bool cpu_listens;
};

static const struct netlink_socket *find_socket(const struct ports *ports, uint32_t portid)
{
	for (size_t i = 0; portid && i < ports->count; i++)
		if (ports->sockets[i].portid == portid)
			return &ports->sockets[i];
	return NULL;
}

/* The row of a socket, once however many ports or CPUs share it; NULL when there are too many. */
static struct cell *socket_row(const struct ports *ports, uint32_t portid)
{
	struct table *table = ports->reading->tables[OVS_SOCKETS];
	struct cell *row;

	for (size_t i = 0; i < table->rows; i++) {
		row = table_row(table, i);
		if (row[SOCKET_PORTID].count == portid &&
		    !strcmp(cell_as_text(&row[OVS_NAME]), ports->datapath->name))
			return row;
	}
	if (table->rows >= KEEP_SOCKETS)
		return NULL;
	row = reading_row(ports->reading, OVS_SOCKETS);
	cell_text(&row[OVS_NAME], ports->datapath->name);
	cell_count(&row[SOCKET_PORTID], portid);
	return row;
}

static struct cell *add_socket(const struct ports *ports, uint32_t portid)
{
	const struct netlink_socket *socket = find_socket(ports, portid);
	struct cell *row = socket_row(ports, portid);

	if (!row)
		return NULL;
	cell_bool(&row[SOCKET_THERE], socket != NULL);
	cell_count(&row[SOCKET_DROPS], socket ? socket->drops : 0);
	cell_count(&row[SOCKET_QUEUED], socket ? socket->queued : 0);
	return row;
}

/* True when somebody listens for the port's upcalls. */
static bool add_port_sockets(const struct ports *ports, const struct nlattr *attribute,
			     const char *device)
{
	bool listens = false;

	for (int at = 0; attribute && at + (int)sizeof(uint32_t) <= nla_len(attribute);
	     at += (int)sizeof(uint32_t)) {
		struct cell *row;
		uint32_t portid;

		memcpy(&portid, (const char *)nla_data(attribute) + at, sizeof(portid));
		listens |= find_socket(ports, portid) != NULL;
		row = portid ? add_socket(ports, portid) : NULL;
		if (row && row[SOCKET_DEVICE].type == CELL_NONE)
			cell_text(&row[SOCKET_DEVICE], device);
	}
	return listens;
}

static void add_cpu_sockets(struct ports *ports)
{
	for (size_t i = 0; i < ports->datapath->cpus; i++) {
		struct cell *row = add_socket(ports, ports->datapath->sockets[i]);

		ports->cpu_listens |= find_socket(ports, ports->datapath->sockets[i]) != NULL;
		if (row && row[SOCKET_CPU].type == CELL_NONE)
			cell_count(&row[SOCKET_CPU], i);
	}
}

static const char *kind_name(uint32_t kind)
{
	static const char *const names[] = {
		[OVS_VPORT_TYPE_NETDEV] = "netdev", [OVS_VPORT_TYPE_INTERNAL] = "internal",
		[OVS_VPORT_TYPE_GRE] = "gre",       [OVS_VPORT_TYPE_VXLAN] = "vxlan",
		[OVS_VPORT_TYPE_GENEVE] = "geneve",
	};

	return kind < ARRAY_SIZE(names) && names[kind] ? names[kind] : "other";
}

static void fill_stats(struct cell *row, const struct nlattr *attribute)
{
	struct ovs_vport_stats stats = { 0 };

	if (!attribute)
		return;
	nla_memcpy(&stats, attribute, sizeof(stats));
	cell_count(&row[PORT_RX_PACKETS], stats.rx_packets);
	cell_count(&row[PORT_TX_PACKETS], stats.tx_packets);
	cell_count(&row[PORT_RX_ERRORS], stats.rx_errors);
	cell_count(&row[PORT_TX_ERRORS], stats.tx_errors);
	cell_count(&row[PORT_RX_DROPPED], stats.rx_dropped);
	cell_count(&row[PORT_TX_DROPPED], stats.tx_dropped);
}

static void fill_upcalls(struct cell *row, struct nlattr *attribute)
{
	struct nlattr *upcalls[OVS_PORT_UPCALL_LOST + 1];

	if (!attribute || nla_parse_nested(upcalls, OVS_PORT_UPCALL_LOST, attribute, NULL) < 0 ||
	    !upcalls[OVS_PORT_UPCALL_DELIVERED] || !upcalls[OVS_PORT_UPCALL_LOST])
		return;
	cell_count(&row[PORT_UPCALLS], nla_get_u64(upcalls[OVS_PORT_UPCALL_DELIVERED]));
	cell_count(&row[PORT_UPCALLS_LOST], nla_get_u64(upcalls[OVS_PORT_UPCALL_LOST]));
}

static void take_port(const struct ovs_answer *answer, void *data)
{
	struct nlattr **attributes = answer->attributes;
	const struct ports *ports = data;
	struct cell *row;
	bool listens;

	if (!attributes[OVS_VPORT_ATTR_NAME] || !attributes[OVS_VPORT_ATTR_PORT_NO])
		return;
	row = reading_row(ports->reading, OVS_PORTS);
	cell_text(&row[OVS_NAME], ports->datapath->name);
	cell_system_text(&row[PORT_DEVICE], attribute_text(attributes[OVS_VPORT_ATTR_NAME]));
	cell_count(&row[PORT_NUMBER], attribute_u32(attributes[OVS_VPORT_ATTR_PORT_NO]));
	if (attributes[OVS_VPORT_ATTR_TYPE])
		cell_text(&row[PORT_KIND],
			  kind_name(attribute_u32(attributes[OVS_VPORT_ATTR_TYPE])));
	fill_stats(row, attributes[OVS_VPORT_ATTR_STATS]);
	fill_upcalls(row, attributes[OVS_PORT_UPCALL_STATS]);
	listens = ports->datapath->per_cpu
			  ? ports->cpu_listens
			  : add_port_sockets(ports, attributes[OVS_VPORT_ATTR_UPCALL_PID],
					     cell_as_text(&row[PORT_DEVICE]));
	cell_bool(&row[PORT_LISTENS], listens);
}

int ovs_read_ports(const struct reading *reading, const struct ovs *ovs,
		   const struct ovs_datapath *datapath, struct error *err)
{
	cleanup_free struct netlink_socket *sockets = must_calloc(MAX_SOCKETS, sizeof(*sockets));
	struct ports ports = { .reading = reading, .datapath = datapath, .sockets = sockets };
	int r;

	if (!netlink_sockets(sockets, MAX_SOCKETS, &ports.count))
		return error_set(err, "the list of netlink sockets cannot be read");
	add_cpu_sockets(&ports);
	r = ovs_ask(ovs,
		    ovs_question(ovs, OVS_VPORT, OVS_VPORT_CMD_GET, datapath->number, NLM_F_DUMP),
		    OVS_PORT_ATTRIBUTES, take_port, &ports);
	return r < 0 ? error_set(err, "cannot list the ports of datapath %s: %s", datapath->name,
				 nl_geterror(r))
		     : 0;
}
