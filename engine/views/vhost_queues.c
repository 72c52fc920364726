// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const char *const by_packets[] = { "netns",   "device",      "queue",       "ring",
					  "packets", "put",         "full",        "depth",
					  "deepest", "standing_ms", "wait_p50_us", "wait_p99_us",
					  NULL };
static const char *const ring_columns[] = {
	"netns",       "device",     "queue",           "ring", "pid", "worker", "size", "held",
	"taken_moved", "used_moved", "known_available", NULL
};

static const struct view_panel panels[] = {
	{ .name = "traffic",
	  .title = "what passes through each virtqueue",
	  .fact = "vhost.traffic",
	  .columns = by_packets },
	{ .name = "taps", .title = "queues of taps", .fact = "tap.queues" },
	{ .name = "rings",
	  .title = "virtqueues as vhost sees them",
	  .fact = "vhost.rings",
	  .columns = ring_columns },
	{ .name = "guests", .title = "and as their guests do", .fact = "vhost.guest" },
	{ 0 },
};

const struct view view_vhost_queues = {
	.name = "vhost-queues",
	.summary = "queues of VMs end to end: tap, vhost-net, guest; what waits and what moves",
	.summary_zh = "虚拟机队列端到端：TAP、vhost-net、客户机；等待与推进情况",
	.panels = panels,
};
