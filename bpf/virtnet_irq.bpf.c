// SPDX-License-Identifier: GPL-2.0-only
/* Interrupts of virtio-net devices: how many found nothing to do, and how long the handler took.
 * Runs for every interrupt of the machine, and goes on for the lines asked about: for a stage that
 * has a reason to look. */
#include "virtnet.h"
#include "scope.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VIRTNET_HANDLERS);
	__type(key, struct virtnet_handler_key);
	__type(value, struct virtnet_handler);
} virtnet_handlers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct virtnet_irq_counters);
} virtnet_irq_counters SEC(".maps");

/* When the handler that runs on a CPU began; handlers do not interrupt each other. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, u64);
} virtnet_irq_since SEC(".maps");

/* Frozen before loading: a bit for each line. */
const volatile __u64 virtnet_irqs[VIRTNET_IRQS / 64] __weak = {};

static __always_inline bool is_asked(u64 irq)
{
	return irq < VIRTNET_IRQS && virtnet_irqs[irq / 64] >> irq % 64 & 1;
}

SEC("tp_btf/irq_handler_entry")
int virtnet_irq_entry(u64 *ctx)
{
	u64 *since;
	u32 zero = 0;

	if (!counting || !is_asked((u32)ctx[0]))
		return 0;
	since = bpf_map_lookup_elem(&virtnet_irq_since, &zero);
	if (since)
		*since = bpf_ktime_get_ns();
	return 0;
}

static __always_inline struct virtnet_handler *handler_of(u32 irq)
{
	struct virtnet_handler_key key = { irq, bpf_get_smp_processor_id() };
	struct virtnet_handler new = {}, *handler = bpf_map_lookup_elem(&virtnet_handlers, &key);

	if (handler)
		return handler;
	bpf_map_update_elem(&virtnet_handlers, &key, &new, BPF_NOEXIST);
	return bpf_map_lookup_elem(&virtnet_handlers, &key);
}

SEC("tp_btf/irq_handler_exit")
int virtnet_irq_exit(u64 *ctx)
{
	struct virtnet_irq_counters *counters;
	struct virtnet_handler *handler;
	u64 *since, took;
	u32 zero = 0;

	if (!counting || !is_asked((u32)ctx[0]))
		return 0;
	counters = bpf_map_lookup_elem(&virtnet_irq_counters, &zero);
	since = bpf_map_lookup_elem(&virtnet_irq_since, &zero);
	if (!counters || !since)
		return 0;
	counters->calls++;
	handler = handler_of((u32)ctx[0]);
	if (!handler) {
		counters->lost++;
		return 0;
	}
	took = *since ? bpf_ktime_get_ns() - *since : 0;
	*since = 0;
	handler->calls++;
	handler->none += !(u32)ctx[2];
	handler->total_ns += took;
	if (took > handler->longest_ns)
		handler->longest_ns = took;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
