// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a packet up to ovs-vswitchd, first part: when the datapath asks, and the message that
 * carries the question. Both happen on one CPU, one behind the other; the message's address is what
 * the handler's side knows it by.
 */
#include "ovs_upcall.bpf.h"

static __always_inline void count_port(const struct upcall_port *port,
				       struct upcall_account *account)
{
	struct upcall_port_counts blank = {}, *counts = bpf_map_lookup_elem(&upcall_ports, port);

	if (!counts) {
		bpf_map_update_elem(&upcall_ports, port, &blank, BPF_NOEXIST);
		counts = bpf_map_lookup_elem(&upcall_ports, port);
	}
	if (counts)
		__sync_fetch_and_add(&counts->upcalls, 1);
	else
		account->lost++;
}

/* ovs_dp_upcall(dp, skb, key, upcall_info). What a module's tracepoint hands over may be NULL for
 * all that the verifier knows: 6.13, 838a10bd2ebf ("bpf: Augment raw_tp arguments with
 * PTR_MAYBE_NULL"), and 6.12 since. */
SEC("tp_btf/ovs_dp_upcall")
int ovs_upcall_start(u64 *ctx)
{
	const struct sk_buff *skb = (const void *)ctx[1];
	const struct dp_upcall_info *info = (const void *)ctx[3];
	struct upcall_pending *pending = upcall_pending_here();
	struct upcall_account *account = upcall_account_here();
	struct packet packet = {};

	if (!counting || !skb || !info || !pending || !account)
		return 0;
	pending->message.start_ns = 0;
	pending->sent = 0;
	if (read_in_scope(&packet, skb, NULL) != SCOPE_IN)
		return 0;
	account->upcalls++;
	pending->message.port = (struct upcall_port){
		.netns = packet.netns,
		.ifindex = packet.ifindex,
		.protocol = packet.tuple.family ? packet.tuple.protocol : packet.tuple.ethertype,
		.family = packet.tuple.family,
		.kind = BPF_CORE_READ(info, cmd),
	};
	pending->message.portid = BPF_CORE_READ(info, portid);
	pending->message.start_ns = bpf_ktime_get_ns();
	count_port(&pending->message.port, account);
	return 0;
}

/* netlink_unicast(ssk, skb, portid, nonblock) */
SEC("fentry/netlink_unicast")
int ovs_upcall_message(u64 *ctx)
{
	struct upcall_pending *pending = upcall_pending_here();
	struct upcall_account *account;
	u64 skb = ctx[1];

	if (!counting || !pending || !pending->message.start_ns ||
	    pending->message.portid != (u32)ctx[2])
		return 0;
	account = upcall_account_here();
	if (!account)
		return 0;
	if (bpf_map_update_elem(&upcall_messages, &skb, &pending->message, BPF_ANY)) {
		account->lost++;
		return 0;
	}
	pending->sent = skb;
	account->handed++;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
