// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets without a flow that the datapath of Open vSwitch could not hand to ovs-vswitchd: by
 * error, port and handler. Runs for every such packet, never for one that has a flow.
 */
#include "ovs_upcall.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, UPCALL_KEYS);
	__type(key, struct upcall_key);
	__type(value, u64);
} upcalls SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, u32);
	__type(value, struct upcall_counters);
} upcall_counters SEC(".maps");

static __always_inline void count_failure(const struct packet *packet, u32 handler, int error,
					  struct upcall_counters *counters)
{
	struct upcall_key key = {
		.netns = packet->netns,
		.ifindex = packet->ifindex,
		.handler = handler,
		.error = -error,
		.protocol = packet->tuple.family ? packet->tuple.protocol : packet->tuple.ethertype,
		.family = packet->tuple.family,
	};
	u64 one = 1, *packets = bpf_map_lookup_elem(&upcalls, &key);

	if (!packets) {
		if (!bpf_map_update_elem(&upcalls, &key, &one, BPF_NOEXIST))
			return;
		packets = bpf_map_lookup_elem(&upcalls, &key);
	}
	if (packets)
		__sync_fetch_and_add(packets, 1);
	else
		counters->lost++;
}

/* The message that this upcall made just now and the socket did not take. */
static __always_inline void forget_message(void)
{
	struct upcall_pending *pending = upcall_pending_here();
	struct upcall_account *account = upcall_account_here();

	if (!pending || !account || !pending->sent)
		return;
	bpf_map_delete_elem(&upcall_messages, &pending->sent);
	account->refused++;
	pending->sent = 0;
}

/* ovs_dp_upcall(dp, skb, key, upcall_info, cutlen); the packet is its caller's, and still whole. */
SEC("fexit/ovs_dp_upcall")
int ovs_upcall(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[1];
	const struct dp_upcall_info *info = (const void *)ctx[3];
	struct upcall_counters *counters;
	struct packet packet = {};
	int error = (int)ctx[5];
	u32 zero = 0;

	if (!counting || read_in_scope(&packet, skb, NULL) != SCOPE_IN)
		return 0;
	counters = bpf_map_lookup_elem(&upcall_counters, &zero);
	if (!counters)
		return 0;
	if (error >= 0) {
		counters->delivered++;
		return 0;
	}
	counters->failed++;
	forget_message();
	count_failure(&packet, BPF_CORE_READ(info, portid), error, counters);
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
