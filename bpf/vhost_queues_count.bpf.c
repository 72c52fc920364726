// SPDX-License-Identifier: GPL-2.0-only
/*
 * What passes through the queues of virtual machines, second part of vhost_queues: packets put into
 * a tap's ring and given to the guest, taken from it, kicks and signals, and how long they take.
 *
 * Only queues that the iterator entered are counted. Each hook finds its queue by what it hands
 * over and counts; the ring is looked at, and a clock read, for a few where there are many. What
 * vhost does with a virtqueue it does under its mutex, so that its counters need no atomic.
 */
#include "countdown.bpf.h"
#include "histogram.bpf.h"
#include "vhost_queues.bpf.h"

const volatile __u32 used_arguments = 4; /* that vhost_add_used_and_signal_n has */

enum vhost_part { VHOST_WAKE, VHOST_WAIT, VHOST_HOP };

static __always_inline void note_time(u32 pair, enum vhost_part part, u64 since)
{
	struct vhost_times *times = bpf_map_lookup_elem(&vhost_times, &pair);
	u64 now = bpf_ktime_get_ns();

	if (!times)
		return;
	histogram_add(part == VHOST_WAKE   ? &times->wake
		      : part == VHOST_WAIT ? &times->wait
					   : &times->hop,
		      now > since ? now - since : 0);
}

/* How many buffers the guest will have got when it has this packet. */
static __always_inline void follow(struct vhost_value *value, u32 waiting)
{
	const struct vhost_net_virtqueue *to = (const void *)value->ways[VHOST_TO_GUEST].queue;
	u32 before = waiting + packets_held(to);

	value->was_idle = !before;
	value->followed_to = value->ways[VHOST_TO_GUEST].packets + before + 1;
	value->followed_at = bpf_ktime_get_ns();
}

/* All are looked at that come one a tick; where there are more, one in so many, at random. */
static __always_inline bool is_passed_over(struct vhost_pause *pause)
{
	return (u32)bpf_jiffies64() - pause->tick < VHOST_PAUSE_TICKS && counts_down(&pause->skip);
}

static __always_inline void was_looked_at(struct vhost_pause *pause)
{
	u32 tick = (u32)bpf_jiffies64();

	pause->skip = pause->tick == tick ? bpf_get_prandom_u32() & (VHOST_ONE_IN - 1) : 0;
	pause->tick = tick;
}

/* Taps go and come, and a device's address is then another one's: its queue is told by both. */
static __always_inline bool is_queue_of(const struct tun_file *tfile, const struct net_device *dev)
{
	return is_tap_queue(tfile) && device_of_tun(tfile) == dev;
}

/* Whether the packet found room. */
static __always_inline bool look(struct vhost_value *value, const struct tun_file *tfile)
{
	struct ring_now ring;
	u32 waiting;

	look_at_ring(tfile, &ring);
	if (is_full(&ring))
		return false;
	waiting = backlog(&ring);
	__sync_fetch_and_add(&value->looks, 1);
	__sync_fetch_and_add(&value->depth_sum, waiting);
	if (waiting > value->deepest)
		value->deepest = waiting;
	if (!value->followed_at)
		follow(value, waiting);
	if (ring.size - waiting >= VHOST_SURELY_FIT)
		was_looked_at(&value->put_pause);
	return true;
}

SEC("fentry/tun_net_xmit")
int vhost_put(u64 *ctx)
{
	const struct sk_buff___tap *skb = (const void *)ctx[0];
	const struct vhost_slot *slot;
	const struct tun_file *tfile;
	struct vhost_value *value;
	u32 pair;

	if (!counting)
		return 0;
	slot = slot_of((const void *)ctx[1], skb->queue_mapping);
	value = slot ? value_of(slot, &pair) : NULL;
	if (!value)
		return 0;
	if (!is_passed_over(&value->put_pause)) {
		tfile = tun_of_socket((const void *)value->socket);
		if (!is_queue_of(tfile, (const void *)ctx[1]))
			return 0;
		if (!look(value, tfile)) {
			__sync_fetch_and_add(&value->full, 1);
			return 0;
		}
	}
	__sync_fetch_and_add(&value->put, 1);
	return 0;
}

SEC("fentry/handle_rx")
int vhost_run(u64 *ctx)
{
	const struct vhost_net *net = (const void *)ctx[0];
	const struct vhost_slot *slot;
	struct vhost_value *value;
	u32 pair;

	if (!counting)
		return 0;
	slot = slot_of(side(net, VHOST_TO_GUEST), 0);
	value = slot ? value_of(slot, &pair) : NULL;
	if (!value || !value->was_idle || !value->followed_at)
		return 0;
	value->was_idle = 0;
	note_time(pair, VHOST_WAKE, value->followed_at);
	return 0;
}

static __always_inline void given_to_guest(struct vhost_value *value, u32 pair)
{
	if (!value->followed_at || value->ways[VHOST_TO_GUEST].packets < value->followed_to)
		return;
	note_time(pair, VHOST_WAIT, value->followed_at);
	value->followed_at = 0;
}

static __always_inline void taken_from_guest(struct vhost_value *value, u32 pair)
{
	if (!value->kicked_at)
		return;
	note_time(pair, VHOST_HOP, value->kicked_at);
	value->kicked_at = 0;
	was_looked_at(&value->kick_pause);
}

/* When: to a tick, because it is told in milliseconds. */
static __always_inline void note_use(struct vhost_way *way)
{
	u64 tick = bpf_jiffies64();

	if (way->used_tick == tick)
		return;
	way->used_tick = tick;
	way->used_at = bpf_ktime_get_ns();
}

/* Guests may be given another eventfd, when they mask an interrupt say. */
static __always_inline void note_call(struct vhost_way *way, const struct vhost_virtqueue *vq,
				      const struct vhost_slot *slot)
{
	u64 call = (u64)vq->call_ctx.ctx;

	if (way->call == call)
		return;
	way->call = call;
	enter_slot(call, 0, slot->pair, slot->way);
}

/* vhost_add_used_and_signal_n(dev, vq, heads, [nheads,] count) */
SEC("fentry/vhost_add_used_and_signal_n")
int vhost_used(u64 *ctx)
{
	const struct vhost_virtqueue *vq = (const void *)ctx[1];
	const struct vhost_slot *slot;
	struct vhost_value *value;
	struct vhost_way *way;
	u32 pair;
	u64 count;

	if (!counting)
		return 0;
	/* As they stand: the verifier takes no offset that is computed. */
	if (used_arguments > 4)
		asm volatile("%[count] = *(u64 *)(%[ctx] + 32)"
			     : [count] "=r"(count)
			     : [ctx] "r"(ctx));
	else
		asm volatile("%[count] = *(u64 *)(%[ctx] + 24)"
			     : [count] "=r"(count)
			     : [ctx] "r"(ctx));
	slot = slot_of(vq, 0);
	value = slot ? value_of(slot, &pair) : NULL;
	if (!value || slot->way >= VHOST_WAYS)
		return 0;
	way = &value->ways[slot->way & 1];
	way->packets += (u32)count;
	way->batches++;
	value->last_way = slot->way;
	note_call(way, vq, slot);
	note_use(way);
	if (slot->way == VHOST_TO_GUEST)
		given_to_guest(value, pair);
	else
		taken_from_guest(value, pair);
	return 0;
}

/* Many signal eventfds; those that queues call by are known. */
static __always_inline int signalled(const void *eventfd)
{
	const struct vhost_slot *slot;
	struct vhost_value *value;
	u32 pair, way;

	if (!counting)
		return 0;
	slot = slot_of(eventfd, 0);
	value = slot ? value_of(slot, &pair) : NULL;
	if (!value)
		return 0;
	way = slot->way < VHOST_WAYS ? slot->way : value->last_way;
	value->ways[way & 1].signals++;
	return 0;
}

/* Or eventfd_signal_mask, which it became since 6.8, 3652117f8548 ("eventfd: simplify
 * eventfd_signal()"); either has the eventfd first. */
SEC("fentry/eventfd_signal")
int vhost_called(u64 *ctx)
{
	return signalled((const void *)ctx[0]);
}

/* vhost waits for kicks and for the tap in the same manner: a kick's wait lies in its virtqueue. */
SEC("fentry/vhost_poll_wakeup")
int vhost_kicked(u64 *ctx)
{
	const struct vhost_poll *poll =
		(const void *)ctx[0] - bpf_core_field_offset(struct vhost_poll, wait);
	const struct vhost_virtqueue *vq =
		(const void *)poll - bpf_core_field_offset(struct vhost_virtqueue, poll);
	const struct vhost_slot *slot;
	struct vhost_value *value;
	u32 pair;

	if (!counting)
		return 0;
	slot = slot_of(vq, 0);
	value = slot ? value_of(slot, &pair) : NULL;
	if (!value)
		return 0;
	value->ways[slot->way & 1].kicks++;
	if (slot->way == VHOST_FROM_GUEST && !value->kicked_at &&
	    !is_passed_over(&value->kick_pause))
		value->kicked_at = bpf_ktime_get_ns();
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
