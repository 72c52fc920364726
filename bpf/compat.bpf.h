/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One accessor per difference between kernels, with the release that made it. What a kernel lacks
 * is never reached: the conditions are constants when the program is loaded, and the verifier does
 * not look at dead branches.
 */
#pragma once

#include "kernel.h"

#include <linux/bpf.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* How many arguments the tracepoint kfree_skb has here; counted in BTF before loading. */
const volatile __u32 kfree_skb_arguments __weak = 2;

/* 5.17, c504e5c2f964 ("net: skb: introduce kfree_skb_reason()"). */
static __always_inline bool compat_has_drop_reasons(void)
{
	return kfree_skb_arguments >= 3;
}

static __always_inline u32 compat_drop_reason(const u64 *ctx)
{
	return compat_has_drop_reasons() ? (u32)ctx[2] : 0;
}

/* 6.11, c53795d48ee8 ("net: add rx_sk to trace_kfree_skb"): the socket that refused the packet. */
static __always_inline struct sock *compat_drop_receiver(const u64 *ctx)
{
	return kfree_skb_arguments >= 4 ? (struct sock *)ctx[3] : NULL;
}

struct sk_buff___flagged {
	u8 vlan_present : 1;
} __attribute__((preserve_access_index));

/* 6.2, 354259fa73e2 ("net: remove skb->vlan_present"): before, a tag that was taken off leaves its
 * value behind and only this bit goes. */
static __always_inline bool compat_tag_beside_frame(const struct sk_buff *skb)
{
	const struct sk_buff___flagged *flagged = (const void *)skb;

	if (bpf_core_field_exists(flagged->vlan_present))
		return BPF_CORE_READ_BITFIELD_PROBED(flagged, vlan_present);
	return skb->vlan_proto;
}

struct numa_drop_counters___split {
	atomic_t drops0;
	atomic_t drops1;
} __attribute__((preserve_access_index));

struct sock___split {
	struct numa_drop_counters___split *sk_drop_counters;
} __attribute__((preserve_access_index));

/* 6.18, c51613fa276f ("net: add sk->sk_drop_counters"): UDP and raw sockets count per memory node.
 */
static __always_inline u32 compat_sock_drops(const struct sock *sk)
{
	const struct sock___split *split = (const void *)sk;

	if (bpf_core_field_exists(split->sk_drop_counters)) {
		const struct numa_drop_counters___split *both =
			BPF_CORE_READ(split, sk_drop_counters);

		if (both)
			return (u32)BPF_CORE_READ(both, drops0.counter) +
			       (u32)BPF_CORE_READ(both, drops1.counter);
	}
	return (u32)BPF_CORE_READ(sk, sk_drops.counter);
}

struct vhost_task___worker {
	void *task;
} __attribute__((preserve_access_index));

struct vhost_worker___tasks {
	void *kthread_task;
	void *task;
	struct vhost_task___worker *vtsk;
} __attribute__((preserve_access_index));

struct vhost_virtqueue___worker {
	struct vhost_worker___tasks *worker;
} __attribute__((preserve_access_index));

struct vhost_dev___worker {
	void *worker;
} __attribute__((preserve_access_index));

/*
 * The task that serves a virtqueue. At first one kernel thread of the device; since 6.3,
 * 1a5f8090c6de ("vhost: move worker thread fields to new struct"), behind a struct; since 6.4,
 * 6e890c5d5021 ("vhost: use vhost_tasks for worker threads"), a thread of the process; since 6.5,
 * 228a27cf78af ("vhost: Allow worker switching while work is queueing"), one of the queue's own;
 * since 6.18 either, 7d9896e9f6d0 ("vhost: Reintroduce kthread API and add mode selection").
 */
static __always_inline const void *compat_vhost_worker(const void *vq, const void *dev)
{
	const struct vhost_virtqueue___worker *queue = vq;
	const struct vhost_dev___worker *device = dev;
	const struct vhost_worker___tasks *worker = NULL;

	if (bpf_core_field_exists(queue->worker))
		worker = BPF_CORE_READ(queue, worker);
	else if (bpf_core_field_exists(device->worker))
		worker = BPF_CORE_READ(device, worker);
	if (!worker || !bpf_core_type_exists(struct vhost_worker___tasks))
		return worker;
	if (bpf_core_field_exists(worker->kthread_task) && BPF_CORE_READ(worker, kthread_task))
		return BPF_CORE_READ(worker, kthread_task);
	if (bpf_core_field_exists(worker->vtsk))
		return BPF_CORE_READ(worker, vtsk, task);
	if (bpf_core_field_exists(worker->task))
		return BPF_CORE_READ(worker, task);
	return NULL;
}
