// SPDX-License-Identifier: GPL-2.0-only
// Drops every UDP packet, IPv4 or IPv6, and counts them.
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} xdp_dropped SEC(".maps");

static __always_inline int protocol_of(void *data, void *end)
{
	struct ethhdr *link = data;
	struct iphdr *ip = (void *)(link + 1);
	struct ipv6hdr *ip6 = (void *)(link + 1);

	if ((void *)(link + 1) > end)
		return -1;
	if (link->h_proto == bpf_htons(ETH_P_IP) && (void *)(ip + 1) <= end)
		return ip->protocol;
	if (link->h_proto == bpf_htons(ETH_P_IPV6) && (void *)(ip6 + 1) <= end)
		return ip6->nexthdr;
	return -1;
}

SEC("xdp")
int drop_udp(struct xdp_md *context)
{
	__u32 zero = 0;
	__u64 *dropped;

	if (protocol_of((void *)(long)context->data, (void *)(long)context->data_end) !=
	    IPPROTO_UDP)
		return XDP_PASS;
	dropped = bpf_map_lookup_elem(&xdp_dropped, &zero);
	if (dropped)
		__sync_fetch_and_add(dropped, 1);
	return XDP_DROP;
}

char LICENSE[] SEC("license") = "GPL";
