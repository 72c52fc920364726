// SPDX-License-Identifier: GPL-2.0-only
/* Forbids all that a control group sends. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

SEC("cgroup_skb/egress")
int forbid_all(struct __sk_buff *skb)
{
	(void)skb;
	return 0;
}

char LICENSE[] SEC("license") = "GPL";
