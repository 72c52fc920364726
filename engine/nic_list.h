// SPDX-License-Identifier: BSD-2-Clause
/*
 * The network devices that stand for hardware (real or emulated): those that /sys/class/net gives a
 * device of a bus. /sys shows the network namespace that it was mounted in, and that may be another
 * one than the caller's: who enters a namespace does not always get its /sys.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/if.h>

#define NIC_LIST_MAX 256

#define NIC_ADDRESS_MAX 32

struct nic {
	char name[IFNAMSIZ];
	char driver[32];               /* "" when none is bound */
	int numa;                      /* -1: this host does not tell */
	unsigned rx_queues, tx_queues; /* that the kernel has for it */
	unsigned ifindex;
	uint8_t address[NIC_ADDRESS_MAX];
	size_t address_length;
};

struct nic_list {
	struct nic entries[NIC_LIST_MAX];
	size_t count;
	size_t beyond; /* found but not listed */
};

/* By name. The list is large: keep it off the stack of a thread. */
void nic_list_read(struct nic_list *ret_list);

/* Takes off what is not of the caller's namespace, by number and address; returns how many.
 * Recorded files are taken as they are. */
size_t nic_list_keep_own(struct nic_list *list);

/* Calls `each` with every interrupt that a device may raise. */
void nic_interrupts(const struct nic *nic, void (*each)(unsigned irq, void *data), void *data);
