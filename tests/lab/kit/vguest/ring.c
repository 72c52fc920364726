// SPDX-License-Identifier: BSD-2-Clause
#include "ring.h"

#include <sys/eventfd.h>

#include "../kit.h"

#define ALIGN 4096

static size_t page_aligned(size_t size)
{
	return (size + ALIGN - 1) / ALIGN * ALIGN;
}

size_t ring_size(unsigned int entries, size_t buffer_size)
{
	return page_aligned(vring_size(entries, ALIGN)) + page_aligned(entries * buffer_size);
}

void ring_open(struct ring *ring, void *memory, unsigned int entries, size_t buffer_size)
{
	vring_init(&ring->vring, entries, memory, ALIGN);
	ring->buffers = (uint8_t *)memory + page_aligned(vring_size(entries, ALIGN));
	ring->buffer_size = buffer_size;
	ring->kick = eventfd(0, EFD_CLOEXEC);
	ring->call = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	must(ring->kick >= 0 && ring->call >= 0, "eventfd");
}

uint8_t *ring_buffer(const struct ring *ring, unsigned int id)
{
	return ring->buffers + id * ring->buffer_size;
}

static bool vhost_wants_kick(const struct ring *ring)
{
	/* What was published must be visible before vhost's wish is read. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (ring->event_index)
		return vring_need_event(vring_avail_event(&ring->vring), ring->next,
					ring->next - 1);
	return !(__atomic_load_n(&ring->vring.used->flags, __ATOMIC_RELAXED) &
		 VRING_USED_F_NO_NOTIFY);
}

void ring_post(struct ring *ring, unsigned int id, uint32_t length)
{
	ring->vring.desc[id] = (struct vring_desc){
		.addr = (uintptr_t)ring_buffer(ring, id),
		.len = length,
		.flags = ring->incoming ? VRING_DESC_F_WRITE : 0,
	};
	ring->vring.avail->ring[ring->next % ring->vring.num] = id;
	ring->next++;
	ring->posted++;
	__atomic_store_n(&ring->vring.avail->idx, ring->next, __ATOMIC_RELEASE);
	if (vhost_wants_kick(ring)) {
		must(!eventfd_write(ring->kick, 1), "kick");
		ring->kicks++;
	}
}

static uint16_t used_index(const struct ring *ring)
{
	return __atomic_load_n(&ring->vring.used->idx, __ATOMIC_ACQUIRE);
}

bool ring_waiting(const struct ring *ring)
{
	return used_index(ring) != ring->seen;
}

int ring_take(struct ring *ring, uint32_t *ret_length)
{
	const struct vring_used_elem *element;

	if (!ring_waiting(ring))
		return -1;
	element = &ring->vring.used->ring[ring->seen % ring->vring.num];
	ring->seen++;
	ring->taken++;
	*ret_length = element->len;
	return element->id;
}

void ring_want_calls(struct ring *ring, bool wanted, uint16_t after)
{
	if (ring->event_index)
		/* An index just passed is the farthest away: 65,535 buffers. */
		vring_used_event(&ring->vring) = wanted ? ring->seen + after - 1 : ring->seen - 1;
	else
		ring->vring.avail->flags = wanted ? 0 : VRING_AVAIL_F_NO_INTERRUPT;
	/* The wish must be visible before the caller looks again at what is used. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void ring_read_calls(struct ring *ring)
{
	eventfd_t count;

	if (!eventfd_read(ring->call, &count))
		ring->calls += count;
}

uint64_t ring_used(const struct ring *ring)
{
	return ring->taken + (uint16_t)(used_index(ring) - ring->seen);
}
