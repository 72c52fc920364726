// SPDX-License-Identifier: GPL-2.0-only
/*
 * What passes through the queues of virtual machines, second part of vhost_queues: packets put into
 * a tap's ring and given to the guest, taken from it, kicks and signals, and how long they take.
 *
 * Only queues that the iterator entered are counted.
 */
#include "histogram.bpf.h"
#include "vhost_queues.bpf.h"

/* Of the task: a kernel thread, or since 6.4 a thread of the process that works for the kernel. */
#define WORKER_FLAGS (0x00200000u | 0x00004000u)

const volatile __u32 used_arguments = 4; /* that vhost_add_used_and_signal_n has */

struct worker_now {
	u64 socket, queue;
	u64 call; /* the eventfd by which the queue calls its guest */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VHOST_TASKS);
	__type(key, u32);
	__type(value, struct worker_now);
} vhost_workers SEC(".maps");

static __always_inline void note_time(struct histogram *times, u64 since)
{
	u64 now = bpf_ktime_get_ns();

	histogram_add(times, now > since ? now - since : 0);
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

/* All are timed that come one a tick; where there are more, one in so many, at random. */
static __always_inline bool is_due(struct vhost_pause *pause)
{
	if (!pause->skip)
		return true;
	pause->skip--;
	return false;
}

static __always_inline void was_timed(struct vhost_pause *pause)
{
	u32 tick = (u32)bpf_jiffies64();

	if (pause->tick == tick)
		pause->skip = bpf_get_prandom_u32() & (VHOST_ONE_IN - 1);
	pause->tick = tick;
}

/* Behind net_device comes what is the tap's, at the next multiple of 32. */
static __always_inline const struct tun_file *queue_of_packet(const struct sk_buff *skb,
							      const struct net_device *dev)
{
	const struct sk_buff___tap *tap_skb = (const void *)skb;
	u16 queue = tap_skb->queue_mapping;
	const struct tun_file *tfile = NULL;
	const void *tun = (const void *)dev + ((bpf_core_type_size(struct net_device) + 31) & ~31u);

	if (queue < 256)
		bpf_probe_read_kernel(&tfile, sizeof(tfile),
				      tun + bpf_core_field_offset(struct tun_struct, tfiles) +
					      queue * sizeof(tfile));
	return tfile;
}

SEC("fentry/tun_net_xmit")
int vhost_put(u64 *ctx)
{
	const struct tun_file *tfile;
	struct vhost_value *value;
	struct ring_now ring;
	u32 waiting;

	if (!counting)
		return 0;
	tfile = queue_of_packet((const void *)ctx[0], (const void *)ctx[1]);
	value = tfile ? value_of(socket_of_tun(tfile)) : NULL;
	if (!value)
		return 0;
	look_at_ring(tfile, &ring);
	if (is_full(&ring)) {
		__sync_fetch_and_add(&value->full, 1);
		return 0;
	}
	waiting = backlog(&ring);
	if (waiting > value->deepest)
		value->deepest = waiting;
	__sync_fetch_and_add(&value->depth_sum, waiting);
	__sync_fetch_and_add(&value->put, 1);
	if (!value->followed_at && is_due(&value->put_pause))
		follow(value, waiting);
	return 0;
}

SEC("fentry/handle_rx")
int vhost_run(u64 *ctx)
{
	const struct vhost_net *net = (const void *)ctx[0];
	struct vhost_value *value;

	if (!counting)
		return 0;
	value = value_of(side(net, VHOST_TO_GUEST)->vq.private_data);
	if (!value || !value->followed_at || !value->was_idle)
		return 0;
	value->was_idle = 0;
	note_time(&value->wake, value->followed_at);
	return 0;
}

static __always_inline void given_to_guest(struct vhost_value *value)
{
	if (!value->followed_at || value->ways[VHOST_TO_GUEST].packets < value->followed_to)
		return;
	note_time(&value->wait, value->followed_at);
	value->followed_at = 0;
	was_timed(&value->put_pause);
}

static __always_inline void taken_from_guest(struct vhost_value *value)
{
	if (!value->kicked_at)
		return;
	note_time(&value->hop, value->kicked_at);
	value->kicked_at = 0;
	was_timed(&value->kick_pause);
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

/* What the worker does now, for the signal that may follow. */
static __always_inline void note_worker(const struct worker_now *now)
{
	u32 tid = bpf_get_current_pid_tgid();
	struct worker_now *was = bpf_map_lookup_elem(&vhost_workers, &tid);

	if (was)
		*was = *now;
	else
		count_seen(bpf_map_update_elem(&vhost_workers, &tid, now, BPF_ANY) != 0);
}

/* vhost_add_used_and_signal_n(dev, vq, heads, [nheads,] count) */
SEC("fentry/vhost_add_used_and_signal_n")
int vhost_used(u64 *ctx)
{
	const struct vhost_virtqueue *vq = (const void *)ctx[1];
	struct worker_now now = {};
	struct vhost_value *value;
	struct vhost_way *way;
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
	now.queue = (u64)vq;
	now.socket = (u64)vq->private_data;
	now.call = (u64)vq->call_ctx.ctx;
	value = value_of((const void *)now.socket);
	if (!value)
		return 0;
	way = now.queue == value->ways[VHOST_TO_GUEST].queue ? &value->ways[VHOST_TO_GUEST]
							     : &value->ways[VHOST_FROM_GUEST];
	__sync_fetch_and_add(&way->packets, (u32)count);
	__sync_fetch_and_add(&way->batches, 1);
	note_use(way);
	if (now.queue == value->ways[VHOST_TO_GUEST].queue)
		given_to_guest(value);
	else
		taken_from_guest(value);
	note_worker(&now);
	return 0;
}

/* Many signal eventfds: of those that are a vhost worker the one that the queue calls by counts. */
static __always_inline int signalled(const void *eventfd)
{
	const struct task_struct___worker *task = (const void *)bpf_get_current_task_btf();
	u32 tid = bpf_get_current_pid_tgid();
	const struct worker_now *now;
	struct vhost_value *value;

	if (!counting || !(task->flags & WORKER_FLAGS))
		return 0;
	now = bpf_map_lookup_elem(&vhost_workers, &tid);
	if (!now || now->call != (u64)eventfd)
		return 0;
	value = value_of((const void *)now->socket);
	if (!value)
		return 0;
	if (now->queue == value->ways[VHOST_TO_GUEST].queue)
		__sync_fetch_and_add(&value->ways[VHOST_TO_GUEST].signals, 1);
	else
		__sync_fetch_and_add(&value->ways[VHOST_FROM_GUEST].signals, 1);
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
	struct vhost_value *value;

	if (!counting || BPF_CORE_READ(vq, dev) != BPF_CORE_READ(poll, dev))
		return 0;
	value = value_of(BPF_CORE_READ(vq, private_data));
	if (!value)
		return 0;
	if ((u64)vq == value->ways[VHOST_TO_GUEST].queue) {
		__sync_fetch_and_add(&value->ways[VHOST_TO_GUEST].kicks, 1);
	} else if ((u64)vq == value->ways[VHOST_FROM_GUEST].queue) {
		__sync_fetch_and_add(&value->ways[VHOST_FROM_GUEST].kicks, 1);
		if (!value->kicked_at && is_due(&value->kick_pause))
			value->kicked_at = bpf_ktime_get_ns();
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
