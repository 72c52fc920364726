// SPDX-License-Identifier: BSD-2-Clause
#include "view.h"

static const char *const by_device[] = { "netns", "device", "direction", NULL };
static const char *const by_reason[] = { "reason", "subsystem", "location", "device", NULL };
static const char *const by_tuple[] = { "device", "reason", "protocol", "src",
					"sport",  "dst",    "dport",    NULL };

static const struct view_panel panels[] = {
	{ .name = "devices",
	  .title = "by device",
	  .fact = "drops.kernel",
	  .columns = by_device,
	  .count = "packets" },
	{ .name = "reasons",
	  .title = "by reason and place",
	  .fact = "drops.kernel",
	  .columns = by_reason,
	  .count = "packets" },
	{ .name = "tuples",
	  .title = "by flow of packets",
	  .fact = "drops.tuples",
	  .columns = by_tuple,
	  .count = "packets" },
	{ .name = "packets",
	  .title = "dropped packets in full",
	  .fact = "drops.samples",
	  .verbose = true,
	  .events = true },
	{ 0 },
};

const struct view view_eth_drop = {
	.name = "eth-drop",
	.summary = "dropped packets by device, reason and flow; with -v each one in full",
	.summary_zh = "按设备、原因、流汇总的丢包；加 -v 显示每个报文的全部信息",
	.panels = panels,
};
