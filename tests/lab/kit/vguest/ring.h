// SPDX-License-Identifier: BSD-2-Clause
/*
 * One split virtqueue, seen from the guest: descriptors with one buffer each, posted and taken
 * back.
 *
 * Descriptor i always points to buffer i. The ring lies in memory that is shared with vhost and
 * belongs to the caller; guest addresses are the process's own. Counters never wrap.
 */
#pragma once

#include <linux/virtio_ring.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RING_MAX 1024

struct ring {
	struct vring vring;
	uint8_t *buffers;
	size_t buffer_size;
	bool incoming;    /* vhost writes into the buffers */
	bool event_index; /* negotiated */
	int kick, call;   /* eventfds: to vhost, from vhost */
	uint16_t next;    /* the avail index to come */
	uint16_t seen;    /* the used index up to which buffers were taken back */
	uint64_t posted, taken, kicks, calls;
};

/* Bytes of shared memory that a ring and its buffers take. */
size_t ring_size(unsigned int entries, size_t buffer_size);
void ring_open(struct ring *ring, void *memory, unsigned int entries, size_t buffer_size);

uint8_t *ring_buffer(const struct ring *ring, unsigned int id);
/* Hands a buffer to vhost, of which `length` bytes count, and kicks if vhost asks for it. */
void ring_post(struct ring *ring, unsigned int id, uint32_t length);
/* Takes a buffer back: its number, or -1 when vhost has used none. */
int ring_take(struct ring *ring, uint32_t *ret_length);
bool ring_waiting(const struct ring *ring);

/* Whether vhost shall call once `after` more buffers are used. */
void ring_want_calls(struct ring *ring, bool wanted, uint16_t after);
/* Reads the call eventfd and counts what it held. */
void ring_read_calls(struct ring *ring);
/* What vhost has used, whether taken back or not. */
uint64_t ring_used(const struct ring *ring);
