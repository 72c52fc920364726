// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

#include <string.h>

static const char *const by_stage[] = { "path", "device", "stage", "p50", "p99", "max", NULL };
static const char *const by_way[] = { "path", "from", "to", "p50", "p99", "max", NULL };
static const char *const by_socket[] = { "process", "protocol", "port", "p50", "p99", "max", NULL };
static const char *const by_remote[] = { "remote", "p50", "p99", "on_link", NULL };
static const char *const slow[] = { "number", "path",  "protocol", "src", "dst",
				    "order",  "stage", "time",     "cpu", NULL };

static bool of_host(const struct table *table, const struct cell *row)
{
	return strstr(cell_as_text(&row[table_column(table, "path")]), "host") != NULL;
}

static bool is_total(const struct table *table, const struct cell *row)
{
	return !strcmp(cell_as_text(&row[table_column(table, "stage")]), "total");
}

static bool way(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	(void)kept;
	(void)data;
	return of_host(table, row) && is_total(table, row);
}

static bool stage(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	(void)kept;
	(void)data;
	return of_host(table, row) && !is_total(table, row);
}

static bool packet(const struct table *table, size_t kept, const struct cell *row, const void *data)
{
	(void)kept;
	(void)data;
	return of_host(table, row);
}

static const struct view_panel panels[] = {
	{ .name = "ways",
	  .title = "the whole way inside this host, us",
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
	{ .name = "reads",
	  .title = "from data in a socket until its application reads, us",
	  .fact = "socket.reads",
	  .columns = by_socket,
	  .count = "samples" },
	{ .name = "round_trips",
	  .title = "least round trips of TCP connections, us",
	  .fact = "path.round_trips",
	  .columns = by_remote,
	  .count = "samples" },
	{ .name = "slowest",
	  .title = "the slowest of the packets followed",
	  .fact = "path.slowest",
	  .columns = slow,
	  .wanted = packet },
	{ .name = "links", .title = "devices", .fact = "links.counters", .verbose = true },
	{ .name = "packets", .title = "packets followed", .fact = "path.packets", .verbose = true },
	{ 0 },
};

const struct view view_system_latency = {
	.name = "system-latency",
	.summary = "packets of this host's own stack, stage by stage, both directions",
	.summary_zh = "本机协议栈数据包双向各阶段的延迟",
	.panels = panels,
};
