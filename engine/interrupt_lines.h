// SPDX-License-Identifier: BSD-2-Clause
/* Lines of /proc/interrupts, shared by the probes that read it. */
#pragma once

#include <stdint.h>

/* What a driver's name for an interrupt says of its queue: eth0-TxRx-3, virtio2-input.0. */
struct interrupt_queue {
	const char *direction; /* "rx", "tx", "both"; NULL: it is of no queue */
	uint64_t queue;
};

struct interrupt_queue interrupt_queue_of(const char *action);
