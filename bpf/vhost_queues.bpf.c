// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues of virtual machines from the tap to the guest and back: what state they are in. What
 * passes through them is counted in vhost_queues_count.bpf.c.
 *
 * The iterator is read at the start and at the end of the window; a queue that stands still is seen
 * by it although it makes no events. It also enters the queues whose packets are counted: what it
 * did not enter is none of ours.
 */
#include "vhost_queues.bpf.h"

/* Empty, to begin an entry with: it is too large for the stack. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct vhost_times);
} vhost_blank SEC(".maps");

/* Frozen before loading: queues are counted, not only listed. */
const volatile bool vhost_enters = false;

static u32 pairs_used; /* by the iterator, which runs alone */

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
	struct ring_now ring;

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
	look_at_ring(tfile, &ring);
	record->ring_size = ring.size;
	record->put = ring.producer;
	record->got = ring.head;
	record->waiting = backlog(&ring);
	record->full = is_full(&ring);
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

/* The pair that has this tap's queue, or a new one; VHOST_QUEUES when there is no room. */
static __always_inline u32 pair_of(const void *socket)
{
	const struct vhost_slot *slot = slot_of(socket, 0);
	const struct vhost_times *blank;
	u32 zero = 0;

	if (slot)
		return slot->pair;
	if (pairs_used >= VHOST_QUEUES)
		return VHOST_QUEUES;
	blank = bpf_map_lookup_elem(&vhost_blank, &zero);
	if (!blank || bpf_map_update_elem(&vhost_times, &pairs_used, blank, BPF_ANY))
		return VHOST_QUEUES;
	enter_slot((u64)socket, 0, pairs_used, VHOST_WAYS);
	return slot_of(socket, 0) ? pairs_used++ : VHOST_QUEUES;
}

static __always_inline void enter_way(struct vhost_way *way, const struct vhost_virtqueue *vq,
				      u32 pair, u32 number)
{
	way->queue = (u64)vq;
	way->call = (u64)BPF_CORE_READ(vq, call_ctx.ctx);
	enter_slot(way->queue, 0, pair, number);
	enter_slot(way->call, 0, pair, number);
}

/* A socket's address is used again: what was counted is of another queue, of another machine
 * maybe. */
static __always_inline void begin_anew(struct vhost_value *value, u32 pair,
				       const struct vhost_record *record)
{
	u32 zero = 0;
	const struct vhost_times *blank = bpf_map_lookup_elem(&vhost_blank, &zero);

	if (!value->socket || vhost_counts_for(value, record))
		return;
	__builtin_memset(value, 0, sizeof(*value));
	if (blank)
		bpf_map_update_elem(&vhost_times, &pair, blank, BPF_ANY);
}

static __always_inline void enter(const struct vhost_record *record, const struct tun_file *tfile,
				  const struct vhost_virtqueue *to,
				  const struct vhost_virtqueue *from)
{
	u32 pair = pair_of((const void *)record->socket);
	struct vhost_value *value = bpf_map_lookup_elem(&vhost_pairs, &pair);

	count_seen(!value);
	if (!value)
		return;
	begin_anew(value, pair, record);
	value->socket = record->socket;
	value->netns = record->netns;
	value->queue = record->queue;
	__builtin_memcpy(value->device, record->device, sizeof(value->device));
	enter_slot((u64)device_of_tun(tfile), record->queue, pair, VHOST_WAYS);
	enter_way(&value->ways[VHOST_TO_GUEST], to, pair, VHOST_TO_GUEST);
	enter_way(&value->ways[VHOST_FROM_GUEST], from, pair, VHOST_FROM_GUEST);
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
	if (vhost_enters)
		enter(record, tfile, &to->vq, &from->vq);
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

char LICENSE[] SEC("license") = "GPL";
