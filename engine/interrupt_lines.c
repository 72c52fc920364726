// SPDX-License-Identifier: BSD-2-Clause
#include "interrupt_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

/* How drivers name the interrupt of a queue: eth0-TxRx-3, eth1-rxtx-1, eth0-rx-0, virtio2-input.0,
 * mlx5_comp3@pci:0000:3b:00.0. Longer names first. */
static const struct {
	const char *before;
	const char *direction;
} namings[] = {
	{ "txrx-", "both" }, { "rxtx-", "both" }, { "tx-rx-", "both" }, { "rx-", "rx" },
	{ "tx-", "tx" },     { "input.", "rx" },  { "output.", "tx" },  { "_comp", "both" },
};

struct interrupt_queue interrupt_queue_of(const char *action)
{
	for (size_t i = 0; i < ARRAY_SIZE(namings); i++) {
		const char *at = strcasestr(action, namings[i].before);

		if (!at || !isdigit((unsigned char)at[strlen(namings[i].before)]))
			continue;
		return (struct interrupt_queue){
			namings[i].direction,
			strtoul(at + strlen(namings[i].before), NULL, 10),
		};
	}
	return (struct interrupt_queue){ 0 };
}
