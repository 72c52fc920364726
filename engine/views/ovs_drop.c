// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

#include <string.h>

static const char *const by_datapath[] = { "netns", "datapath", "missed", NULL };
static const char *const by_error[] = { "device", "error", "handler", "protocol", NULL };
static const char *const by_socket[] = { "datapath", "portid", "cpu", "device", "there", NULL };
static const char *const by_flow[] = { "device", "key", "actions", NULL };
static const char *const by_meter[] = { "datapath", "meter", NULL };
static const char *const by_reason[] = { "reason", "location", "device", NULL };

static bool drops(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	int column = table_column(table, "drops");

	(void)kept;
	(void)data;
	return column >= 0 && row[column].type == CELL_BOOL && row[column].truth;
}

/* Where the kernel gives no reasons, the names of the datapath's functions tell. */
static bool in_datapath(const struct table *table, size_t kept, const struct cell *row,
			const void *data)
{
	const char *location = cell_as_text(&row[table_column(table, "location")]);
	const char *subsystem = cell_as_text(&row[table_column(table, "subsystem")]);

	(void)kept;
	(void)data;
	return !strcmp(subsystem, "openvswitch") || !strncmp(location, "ovs_", 4) ||
	       !strcmp(location, "clone_execute") || !strcmp(location, "do_execute_actions");
}

static const struct view_panel panels[] = {
	{ .name = "lost",
	  .title = "packets without a flow that never reached ovs-vswitchd",
	  .fact = "ovs.datapaths",
	  .columns = by_datapath,
	  .count = "lost" },
	{ .name = "errors",
	  .title = "the same by port, error and handler",
	  .fact = "ovs.upcalls_lost",
	  .columns = by_error,
	  .count = "packets" },
	{ .name = "sockets",
	  .title = "sockets that were full",
	  .fact = "ovs.sockets",
	  .columns = by_socket,
	  .count = "drops" },
	{ .name = "flows",
	  .title = "megaflows that drop",
	  .fact = "ovs.flows",
	  .columns = by_flow,
	  .count = "packets",
	  .wanted = drops },
	{ .name = "meters",
	  .title = "meters",
	  .fact = "ovs.meters",
	  .columns = by_meter,
	  .count = "dropped" },
	{ .name = "reasons",
	  .title = "drops in the datapath, by reason and place",
	  .fact = "drops.kernel",
	  .columns = by_reason,
	  .count = "packets",
	  .wanted = in_datapath },
	{ 0 },
};

const struct view view_ovs_drop = {
	.name = "ovs-drop",
	.summary = "what Open vSwitch's datapath loses: upcalls, flows, meters, and why",
	.summary_zh = "Open vSwitch 数据路径的丢包：upcall、流表项、计量器及原因",
	.panels = panels,
};
