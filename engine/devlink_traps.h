// SPDX-License-Identifier: BSD-2-Clause
/*
 * What network cards and switch chips drop by themselves, and say so: packet traps of devlink.
 *
 * A driver that has traps counts for each reason the packets that its device dropped, whether it
 * then showed them to the CPU or not. Of the three types of traps only "drop" is a loss:
 * "exception" and "control" are packets that the device hands to the kernel to be dealt with.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <netlink/msg.h>

struct devlink_trap {
	char handle[64]; /* bus and device: "pci/0000:3b:00.0" */
	char name[64];   /* the reason, in devlink's words or the driver's own */
	char group[64];
	uint64_t packets; /* since the driver was loaded */
};

/* False when the message is no trap of type "drop" that counts. */
bool devlink_trap_read(struct nlmsghdr *message, struct devlink_trap *ret_trap);

/* False when the message is no port with a network device. */
bool devlink_port_read(struct nlmsghdr *message, char handle[64], char device[64]);
