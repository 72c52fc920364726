// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues of virtual machines from the tap to the guest and back: what state they are in, and what
 * passes through them.
 *
 * The iterator is read at the start and at the end of the window; a queue that stands still is seen
 * by it although it makes no events. It also enters the queues that the other programs count: what
 * it did not enter is none of ours.
 */
#include "vhost_queues.h"
#include "scope.bpf.h"
#include "vhost.bpf.h"

/* Of the task: a kernel thread, or since 6.4 a thread of the process that works for the kernel. */
#define WORKER_FLAGS (0x00200000u | 0x00004000u)

const volatile __u32 used_arguments = 4; /* that vhost_add_used_and_signal_n has */

struct worker_now {
	u64 socket, queue;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, VHOST_QUEUES);
	__type(key, u64);
	__type(value, struct vhost_value);
} vhost_pairs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VHOST_TASKS);
	__type(key, u32);
	__type(value, struct worker_now);
} vhost_workers SEC(".maps");

/* Empty, to begin an entry with: it is too large for the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct vhost_value);
} vhost_blank SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct vhost_counters);
} vhost_counters SEC(".maps");

static __always_inline void count_seen(bool lost)
{
	u32 zero = 0;
	struct vhost_counters *counters = bpf_map_lookup_elem(&vhost_counters, &zero);

	if (counters) {
		counters->seen++;
		counters->lost += lost;
	}
}

static __always_inline struct vhost_value *value_of(const void *socket)
{
	u64 key = (u64)socket;

	return key ? bpf_map_lookup_elem(&vhost_pairs, &key) : NULL;
}

/* Whichever way packets go there. */
static __always_inline bool place_is_asked(struct packet *place)
{
	if (scope.devices && scope_of_device(place) == SCOPE_OUT) {
		place->outgoing = true;
		if (scope_of_device(place) == SCOPE_OUT)
			return false;
	}
	return !scope.netns || scope_of_netns(place->netns, place->ifindex) != SCOPE_OUT;
}

static __always_inline bool read_tap(struct vhost_record *record, const struct tun_file *tfile)
{
	const struct tun_struct *tun = BPF_CORE_READ(tfile, tun);
	const struct net_device *dev = BPF_CORE_READ(tun, dev);
	const struct net_device___tap *named = (const void *)dev;
	struct packet place = {};

	record->socket = (u64)socket_of_tun(tfile);
	if (!read_device(dev, &record->ifindex, &record->netns))
		return false;
	place.netns = record->netns;
	place.ifindex = record->ifindex;
	if (!place_is_asked(&place))
		return false;
	bpf_probe_read_kernel_str(record->device, sizeof(record->device), &named->name);
	record->queue = BPF_CORE_READ(tfile, queue_index);
	record->queues = BPF_CORE_READ(tun, numqueues);
	record->flags = BPF_CORE_READ(tun, flags);
	record->offloads = BPF_CORE_READ(tun, set_features) != 0;
	record->ring_size = BPF_CORE_READ(tfile, tx_ring.size);
	record->put = BPF_CORE_READ(tfile, tx_ring.producer);
	record->got = BPF_CORE_READ(tfile, tx_ring.consumer_head);
	record->waiting = ring_backlog(tfile);
	record->full = ring_is_full(tfile);
	return true;
}

static __always_inline void read_ring(struct vhost_ring *ring, const struct vhost_virtqueue *vq,
				      const struct vhost_dev *dev)
{
	const struct task_struct___worker *worker = compat_vhost_worker(vq, dev);

	ring->avail = (u64)BPF_CORE_READ(vq, avail);
	ring->used = (u64)BPF_CORE_READ(vq, used);
	ring->size = BPF_CORE_READ(vq, num);
	ring->tid = worker ? BPF_CORE_READ(worker, pid) : 0;
	ring->avail_index = BPF_CORE_READ(vq, avail_idx);
	ring->taken_index = BPF_CORE_READ(vq, last_avail_idx);
	ring->used_index = BPF_CORE_READ(vq, last_used_idx);
	ring->event_index = BPF_CORE_READ(vq, acked_features) >> VHOST_EVENT_INDEX & 1;
}

static __always_inline const struct vhost_net_virtqueue *side(const struct vhost_net *net, u32 way)
{
	return (const void *)net + bpf_core_field_offset(struct vhost_net, vqs) +
	       way * bpf_core_type_size(struct vhost_net_virtqueue);
}

/* What the tap's ring handed over and is not given to the guest yet. */
static __always_inline u32 packets_held(const struct vhost_net_virtqueue *rx)
{
	return BPF_CORE_READ(rx, rxq.tail) - BPF_CORE_READ(rx, rxq.head) +
	       BPF_CORE_READ(rx, done_idx);
}

static __always_inline void enter(const struct vhost_record *record, u64 to_guest, u64 from_guest)
{
	struct vhost_value *value, *blank;
	u64 key = record->socket;
	u32 zero = 0;

	blank = bpf_map_lookup_elem(&vhost_blank, &zero);
	if (!blank)
		return;
	value = bpf_map_lookup_elem(&vhost_pairs, &key);
	if (!value && bpf_map_update_elem(&vhost_pairs, &key, blank, BPF_NOEXIST))
		count_seen(true);
	value = bpf_map_lookup_elem(&vhost_pairs, &key);
	if (!value)
		return;
	value->netns = record->netns;
	__builtin_memcpy(value->device, record->device, sizeof(value->device));
	value->queue = record->queue;
	value->ways[VHOST_TO_GUEST].queue = to_guest;
	value->ways[VHOST_FROM_GUEST].queue = from_guest;
}

static __always_inline bool read_pair(struct vhost_record *record, const struct vhost_net *net)
{
	const struct vhost_net_virtqueue *to = side(net, VHOST_TO_GUEST);
	const struct vhost_net_virtqueue *from = side(net, VHOST_FROM_GUEST);
	const struct tun_file *tfile = tun_of_socket(BPF_CORE_READ(to, vq.private_data));

	if (!tfile || !is_tap_queue(tfile) || !read_tap(record, tfile))
		return false;
	record->held = packets_held(to);
	read_ring(&record->rings[VHOST_TO_GUEST], &to->vq, &net->dev);
	read_ring(&record->rings[VHOST_FROM_GUEST], &from->vq, &net->dev);
	enter(record, (u64)&to->vq, (u64)&from->vq);
	return true;
}

SEC("iter/task_file")
int vhost_files(struct bpf_iter__task_file *ctx)
{
	const struct task_struct___worker *task = (const void *)ctx->task;
	const struct file___device *file = (const void *)ctx->file;
	struct vhost_record record = {};
	const void *own;
	bool told;

	if (!task || !file || BPF_CORE_READ(task, pid) != BPF_CORE_READ(task, tgid))
		return 0;
	own = BPF_CORE_READ(file, private_data);
	if (!own)
		return 0;
	record.pid = BPF_CORE_READ(task, tgid);
	if (is_device_file(file, DEVICE_TUN)) {
		record.kind = VHOST_TAP;
		told = is_tap_queue(own) && read_tap(&record, own);
	} else if (bpf_core_type_exists(struct vhost_net) &&
		   is_device_file(file, DEVICE_VHOST_NET)) {
		record.kind = VHOST_PAIR;
		told = read_pair(&record, own);
	} else {
		return 0;
	}
	if (told)
		bpf_seq_write(ctx->meta->seq, &record, sizeof(record));
	return 0;
}

static __always_inline void note_time(u32 *slots, u64 since)
{
	u64 now = bpf_ktime_get_ns();
	u64 slot = log_linear_slot(now > since ? now - since : 0);

	asm volatile("" : "+r"(slot)); /* what is checked is what is used */
	if (slot < LOG_LINEAR_SLOTS)
		__sync_fetch_and_add(&slots[slot], 1);
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

/* Behind net_device comes what is the tap's, at the next multiple of 32. */
static __always_inline const struct tun_file *queue_of_packet(const struct sk_buff *skb,
							      const struct net_device *dev)
{
	const struct sk_buff___tap *tap_skb = (const void *)skb;
	u16 queue = BPF_CORE_READ(tap_skb, queue_mapping);
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
	u32 waiting;

	if (!counting)
		return 0;
	tfile = queue_of_packet((const void *)ctx[0], (const void *)ctx[1]);
	value = tfile ? value_of(socket_of_tun(tfile)) : NULL;
	if (!value)
		return 0;
	if (ring_is_full(tfile)) {
		__sync_fetch_and_add(&value->full, 1);
		return 0;
	}
	waiting = ring_backlog(tfile);
	if (waiting > value->deepest)
		value->deepest = waiting;
	__sync_fetch_and_add(&value->depth_sum, waiting);
	__sync_fetch_and_add(&value->put, 1);
	if (!value->followed_at)
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
	value = value_of(BPF_CORE_READ(side(net, VHOST_TO_GUEST), vq.private_data));
	if (!value || !value->followed_at || !value->was_idle)
		return 0;
	value->was_idle = 0;
	note_time(value->wake, value->followed_at);
	return 0;
}

static __always_inline void given_to_guest(struct vhost_value *value)
{
	if (!value->followed_at || value->ways[VHOST_TO_GUEST].packets < value->followed_to)
		return;
	note_time(value->wait, value->followed_at);
	value->followed_at = 0;
}

static __always_inline void taken_from_guest(struct vhost_value *value)
{
	if (!value->kicked_at)
		return;
	note_time(value->hop, value->kicked_at);
	value->kicked_at = 0;
}

/* vhost_add_used_and_signal_n(dev, vq, heads, [nheads,] count) */
SEC("fentry/vhost_add_used_and_signal_n")
int vhost_used(u64 *ctx)
{
	const struct vhost_virtqueue *vq = (const void *)ctx[1];
	struct worker_now now = { .queue = (u64)vq };
	u32 tid = bpf_get_current_pid_tgid();
	u64 count;
	struct vhost_value *value;
	struct vhost_way *way;

	if (!counting)
		return 0;
	/* Kept apart: the verifier takes no offset that is computed. */
	if (used_arguments > 4) {
		count = ctx[4];
		asm volatile("# five" : "+r"(count));
	} else {
		count = ctx[3];
		asm volatile("# four" : "+r"(count));
	}
	now.socket = (u64)BPF_CORE_READ(vq, private_data);
	value = value_of((const void *)now.socket);
	if (!value)
		return 0;
	way = now.queue == value->ways[VHOST_TO_GUEST].queue ? &value->ways[VHOST_TO_GUEST]
							     : &value->ways[VHOST_FROM_GUEST];
	__sync_fetch_and_add(&way->packets, (u32)count);
	__sync_fetch_and_add(&way->batches, 1);
	way->used_at = bpf_ktime_get_ns();
	if (now.queue == value->ways[VHOST_TO_GUEST].queue)
		given_to_guest(value);
	else
		taken_from_guest(value);
	count_seen(bpf_map_update_elem(&vhost_workers, &tid, &now, BPF_ANY) != 0);
	return 0;
}

/* Many signal eventfds: of those that are a vhost worker the one that the queue calls by counts. */
static __always_inline int signalled(const void *eventfd)
{
	const struct task_struct___worker *task = (const void *)bpf_get_current_task();
	u32 tid = bpf_get_current_pid_tgid();
	const struct vhost_virtqueue *vq;
	const struct worker_now *now;
	struct vhost_value *value;

	if (!counting || !(BPF_CORE_READ(task, flags) & WORKER_FLAGS))
		return 0;
	now = bpf_map_lookup_elem(&vhost_workers, &tid);
	if (!now)
		return 0;
	vq = (const void *)now->queue;
	value = value_of((const void *)now->socket);
	if (!value || BPF_CORE_READ(vq, call_ctx.ctx) != eventfd)
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
		if (!value->kicked_at)
			value->kicked_at = bpf_ktime_get_ns();
	}
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
