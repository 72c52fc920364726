// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const char *const columns[] = { "netns",   "device",  "queue", "ring", "packets",
				       "batches", "signals", "kicks", NULL };

static const struct view_panel panels[] = {
	{ .name = "notifications",
	  .title = "calls of guests (signals) and by guests (kicks), for how many packets",
	  .fact = "vhost.traffic",
	  .columns = columns,
	  .count = "packets" },
	{ .name = "guests",
	  .title = "whether guests want to be called",
	  .fact = "vhost.guest",
	  .verbose = true },
	{ 0 },
};

const struct view view_vhost_eventfd = {
	.name = "vhost-eventfd",
	.summary = "how often vhost-net calls guests and is kicked by them, queue by queue",
	.summary_zh = "各队列 vhost-net 通知客户机及被踢的频率",
	.panels = panels,
};
