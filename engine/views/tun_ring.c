// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const char *const columns[] = { "netns", "device",  "queue",       "put",         "full",
				       "depth", "deepest", "wait_p50_us", "wait_p99_us", NULL };

static const struct view_panel panels[] = {
	{ .name = "rings", .title = "rings of taps", .fact = "tap.queues" },
	{ .name = "traffic",
	  .title = "what came into them, and what found no room",
	  .fact = "vhost.traffic",
	  .columns = columns,
	  .count = "put" },
	{ 0 },
};

const struct view view_tun_ring = {
	.name = "tun-ring",
	.summary = "rings of taps: how full they are, who reads them, what found no room",
	.summary_zh = "TAP 环：占用、读取者、因满丢弃",
	.panels = panels,
};
