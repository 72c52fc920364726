// SPDX-License-Identifier: GPL-2.0-only
/* NAPI polls of virtio-net devices: how much each took, and who polled. Runs for every poll of any
 * device, and goes on for those asked about. */
#include "virtnet.bpf.h"
#include "scope.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VIRTNET_POLLED);
	__type(key, u64);
	__type(value, struct virtnet_polled);
} virtnet_polled SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct virtnet_poll_counters);
} virtnet_poll_counters SEC(".maps");

/* Frozen before loading: the bit of a NAPI's state that is set while a task busy polls; the
 * enumeration that it is in has no name, so that it cannot be relocated. 0: unknown here. */
const volatile __u64 virtnet_busy_bit __weak = 0;

/* The queue whose NAPI stands at `offset` in an array of queues; false when it is none of them. */
static __always_inline bool queue_at(u64 napi, u64 array, u64 offset, u64 size, u32 queues,
				     u32 *ret_queue)
{
	u64 away = napi - array - offset;

	if (!array || napi < array + offset || away / size >= queues || away % size)
		return false;
	*ret_queue = away / size;
	return true;
}

static __always_inline void place(struct virtnet_polled *polled, u64 napi,
				  const struct net_device *dev)
{
	const struct virtnet_info *info = virtnet_of(dev);
	u32 queues;

	if (!virtnet_types_known())
		return;
	queues = BPF_CORE_READ(info, max_queue_pairs);
	if (queue_at(napi, (u64)BPF_CORE_READ(info, rq),
		     bpf_core_field_offset(struct receive_queue, napi),
		     bpf_core_type_size(struct receive_queue), queues, &polled->queue))
		polled->direction = VIRTNET_RX;
	else if (queue_at(napi, (u64)BPF_CORE_READ(info, sq),
			  bpf_core_field_offset(struct send_queue, napi),
			  bpf_core_type_size(struct send_queue), queues, &polled->queue))
		polled->direction = VIRTNET_TX;
}

/* Who runs is told by the task: softirqs on the back of any other task belong to the interrupt. */
static __always_inline void count_poller(struct virtnet_polled *polled)
{
	char name[16] = {};

	bpf_get_current_comm(name, sizeof(name));
	if (*(u64 *)name == *(u64 *)"ksoftirq")
		polled->ksoftirqd++;
	else if (*(u32 *)name == *(u32 *)"napi" && name[4] == '/')
		polled->threaded++;
}

static __always_inline void count(struct virtnet_polled *polled, const struct napi_struct *napi,
				  int work, int budget)
{
	polled->polls++;
	polled->packets += work > 0 ? work : 0;
	polled->empty += work <= 0;
	if (BPF_CORE_READ(napi, state) & virtnet_busy_bit) {
		polled->busy++;
		return;
	}
	polled->exhausted += budget > 0 && work >= budget;
	if (budget > 0 && (u32)budget > polled->budget)
		polled->budget = budget;
	count_poller(polled);
}

SEC("tp_btf/napi_poll")
int virtnet_poll(u64 *ctx)
{
	const struct napi_struct *napi = (const void *)ctx[0];
	const struct net_device *dev = napi->dev;
	struct virtnet_poll_counters *counters;
	struct virtnet_polled *polled, new = {};
	u32 zero = 0;
	u64 key;

	if (!counting || !is_virtnet(dev->ifindex) || !given_device(dev, &new.ifindex, &new.netns))
		return 0;
	counters = bpf_map_lookup_elem(&virtnet_poll_counters, &zero);
	if (!counters)
		return 0;
	counters->polls++;
	/* As a number: the verifier lets nobody reckon with the pointer itself. */
	bpf_probe_read_kernel(&key, sizeof(key), &ctx[0]);
	polled = bpf_map_lookup_elem(&virtnet_polled, &key);
	if (!polled) {
		place(&new, key, dev);
		bpf_map_update_elem(&virtnet_polled, &key, &new, BPF_NOEXIST);
		polled = bpf_map_lookup_elem(&virtnet_polled, &key);
	}
	if (polled)
		count(polled, napi, (int)ctx[1], (int)ctx[2]);
	else
		counters->lost++;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
