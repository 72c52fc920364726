// SPDX-License-Identifier: BSD-2-Clause
/*
 * The network devices that stand for hardware (real or emulated): those that /sys/class/net gives a
 * device of a bus. /sys shows the namespace that it was mounted in, which is the own one.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/if.h>

#define NIC_LIST_MAX 256

struct nic {
	char name[IFNAMSIZ];
	char driver[32];               /* "" when none is bound */
	int numa;                      /* -1: this host does not tell */
	unsigned rx_queues, tx_queues; /* that the kernel has for it */
};

struct nic_list {
	struct nic entries[NIC_LIST_MAX];
	size_t count;
	size_t beyond; /* found but not listed */
};

/* By name. The list is large: keep it off the stack of a thread. */
void nic_list_read(struct nic_list *ret_list);

/* Calls `each` with every interrupt that a device may raise. */
void nic_interrupts(const struct nic *nic, void (*each)(unsigned irq, void *data), void *data);
