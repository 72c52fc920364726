// SPDX-License-Identifier: BSD-2-Clause
/*
 * The virtio-net devices of a guest, and what its programs are told of them.
 *
 * Only those of the namespace that /sys shows; a guest has few, and VIRTNET_DEVICES of them are
 * looked at.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "evidence.h"
#include "nic_list.h"

struct netdoctor_bpf;
struct session;

/* With `own` what is not of the caller's namespace is left out too, which asks the kernel: in a
 * reader's child only. */
void virtnet_list(struct nic_list *ret_list, bool own);

/* For the descriptors of the probes: sets the devices that their programs look at. */
void virtnet_configure(struct netdoctor_bpf *bpf, const struct session *session);

/* The device of that number, or NULL. */
const struct nic *virtnet_by_ifindex(const struct nic_list *list, uint32_t ifindex);

/* "rx", "tx", or NULL where nobody knows. */
const char *virtnet_direction(uint32_t direction);

/* Calls `each` with every interrupt line of the devices. */
void virtnet_each_irq(const struct nic_list *list, void (*each)(unsigned irq, void *data),
		      void *data);
