// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const struct view_panel panels[] = {
	{ .name = "handlers",
	  .title = "interrupt handlers by CPU: calls, those with nothing to do, time",
	  .fact = "virtnet.handlers",
	  .count = "calls" },
	{ .name = "interrupts",
	  .title = "interrupts of each queue, also of those that had none",
	  .fact = "virtnet.interrupts" },
	{ .name = "traffic", .title = "packets of each queue", .fact = "nic.queue_traffic" },
	{ .name = "coalescing", .title = "coalescing as set", .fact = "nic.coalescing" },
	{ 0 },
};

const struct view view_virtnet_irq = {
	.name = "virtnet-irq",
	.summary = "inside a guest: interrupts of its virtio-net queues, handled or not",
	.summary_zh = "虚拟机内：virtio-net 队列的中断及其处理情况",
	.panels = panels,
};
