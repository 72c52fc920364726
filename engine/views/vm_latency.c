// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

#include <string.h>

static const char *const by_stage[] = { "path", "device", "stage", "p50", "p99", "max", NULL };
static const char *const by_way[] = { "path", "from", "to", "p50", "p99", "max", NULL };
static const char *const slow[] = { "number", "path",  "protocol", "src", "dst",
				    "order",  "stage", "time",     "cpu", NULL };

static bool of_vm(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	(void)kept;
	(void)data;
	return strstr(cell_as_text(&row[table_column(table, "path")]), "vm") != NULL;
}

static bool way(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	return of_vm(table, kept, row, data) &&
	       !strcmp(cell_as_text(&row[table_column(table, "stage")]), "total");
}

static bool stage(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	return of_vm(table, kept, row, data) && !way(table, kept, row, data);
}

static const struct view_panel panels[] = {
	{ .name = "ways",
	  .title = "from and to VMs, the whole way between tap and uplink, us",
	  .fact = "path.stages",
	  .columns = by_way,
	  .count = "samples",
	  .wanted = way },
	{ .name = "stages",
	  .title = "stage by stage, us",
	  .fact = "path.stages",
	  .columns = by_stage,
	  .count = "samples",
	  .wanted = stage },
	{ .name = "slowest",
	  .title = "the slowest of the packets followed",
	  .fact = "path.slowest",
	  .columns = slow,
	  .wanted = of_vm },
	{ .name = "links", .title = "devices", .fact = "links.counters", .verbose = true },
	{ .name = "packets", .title = "packets followed", .fact = "path.packets", .verbose = true },
	{ 0 },
};

const struct view view_vm_latency = {
	.name = "vm-latency",
	.summary = "packets between VMs and uplinks, stage by stage, both directions",
	.summary_zh = "虚拟机与上联网卡之间数据包双向各阶段的延迟",
	.panels = panels,
};
