// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const char *const by_port[] = { "device",    "kind",     "family", "protocol",
				       "wait_mean", "wait_max", NULL };
static const char *const by_thread[] = { "thread",  "tid", "cpu",  "slow_cpu", "answered",
					 "decided", "own", "open", NULL };
static const char *const by_part[] = { "part", "thread", "tid", "p50", "p90",
				       "p99",  "p999",   "max", NULL };
static const char *const by_cpu[] = { "cpu", NULL };
static const char *const by_error[] = { "device", "error", "handler", "protocol", NULL };

static const struct view_panel panels[] = {
	{ .name = "parts",
	  .title = "how long upcalls took, in us since the start: waiting for a handler, handler "
		   "at work, executing",
	  .fact = "ovs.upcall_parts",
	  .columns = by_part,
	  .count = "samples" },
	{ .name = "handlers",
	  .title = "by handler",
	  .fact = "ovs.upcall_handlers",
	  .columns = by_thread,
	  .count = "taken" },
	{ .name = "ports",
	  .title = "by port",
	  .fact = "ovs.upcall_ports",
	  .columns = by_port,
	  .count = "upcalls" },
	{ .name = "cpus",
	  .title = "by CPU of the packet",
	  .fact = "ovs.upcall_cpus",
	  .columns = by_cpu,
	  .count = "upcalls" },
	{ .name = "account", .title = "what became of them", .fact = "ovs.upcall_account" },
	{ .name = "errors",
	  .title = "upcalls that were not handed over",
	  .fact = "ovs.upcalls_lost",
	  .columns = by_error,
	  .count = "packets" },
	{ 0 },
};

const struct view view_ovs_upcall = {
	.name = "ovs-upcall",
	.summary = "upcalls of Open vSwitch in three parts, by handler thread, port and CPU",
	.summary_zh = "Open vSwitch upcall 的三段耗时，按处理线程、端口和 CPU",
	.panels = panels,
};
