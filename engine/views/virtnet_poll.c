// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const struct view_panel panels[] = {
	{ .name = "polls",
	  .title = "polls of each queue, what they took, and who polled",
	  .fact = "virtnet.polls",
	  .count = "polls" },
	{ .name = "rings",
	  .title = "rings since the start: free, posted, waiting, and how far they came",
	  .fact = "virtnet.rings" },
	{ .name = "devices", .title = "devices as set", .fact = "virtnet.devices" },
	{ 0 },
};

const struct view view_virtnet_poll = {
	.name = "virtnet-poll",
	.summary = "inside a guest: how its virtio-net queues are polled, and their rings",
	.summary_zh = "虚拟机内：virtio-net 队列的轮询与环",
	.panels = panels,
};
