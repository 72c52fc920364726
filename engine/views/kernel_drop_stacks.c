// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const char *const by_stack[] = { "reason", "stack", NULL };
static const char *const by_device[] = { "netns", "device", "reason", "location", NULL };
static const char *const by_tuple[] = {
	"device", "protocol", "src", "sport", "dst", "dport", NULL
};

static const struct view_panel panels[] = {
	{ .name = "stacks",
	  .title = "by stack",
	  .fact = "drops.stacks",
	  .columns = by_stack,
	  .count = "samples" },
	{ .name = "devices",
	  .title = "by device and place",
	  .fact = "drops.kernel",
	  .columns = by_device,
	  .count = "packets" },
	{ .name = "tuples",
	  .title = "by flow of packets",
	  .fact = "drops.tuples",
	  .columns = by_tuple,
	  .count = "packets" },
	{ 0 },
};

const struct view view_kernel_drop_stacks = {
	.name = "kernel-drop-stacks",
	.summary = "how the kernel came to drop: every drop's stack, device and flow",
	.summary_zh = "内核丢包路径：每次丢包的调用栈、设备、流",
	.panels = panels,
	.in_full = true,
};
