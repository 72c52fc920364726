// SPDX-License-Identifier: BSD-2-Clause
/*
 * The host's side of a guest: a tap with one or more queues, and a vhost-net worker per queue pair.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "ring.h"

/* What stands before each frame in a buffer: struct virtio_net_hdr_v1. */
#define HEADER 12

/* One queue of a tap in this network namespace, with HEADER bytes before each frame. With `offload`
 * it hands over unsegmented TCP and unfinished checksums. */
int tap_open(const char *name, bool multi_queue, bool offload);

/* Starts vhost-net between the tap's queue and both rings, which lie in `memory`. The worker lives
 * until the returned descriptor is closed. */
int vhost_start(int tap, void *memory, size_t size, struct ring *rx, struct ring *tx);
