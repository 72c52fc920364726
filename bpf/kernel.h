// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel fields that our programs read, and no others. Offsets are filled in from the running
 * kernel's BTF when a program is loaded; only names and types matter here.
 *
 * A field that some kernels lack is read through compat.bpf.h.
 */
#pragma once

#include <stdbool.h>

#include <linux/in6.h>
#include <linux/types.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
	int counter;
} atomic_t;

typedef struct {
	struct net *net;
} possible_net_t;

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

struct net_device {
	int ifindex;
	unsigned int flags;
	possible_net_t nd_net;
};

struct dst_entry {
	struct net_device *dev;
};

struct sock_common {
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	unsigned short skc_num;
	unsigned short skc_family;
	unsigned char skc_state;
	int skc_bound_dev_if;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
	atomic_t sk_drops;
	struct {
		atomic_t rmem_alloc;
	} sk_backlog;
	int sk_rcvbuf;
	struct dst_entry *sk_dst_cache;
	u32 sk_ack_backlog;
	u32 sk_max_ack_backlog;
	u8 sk_userlocks : 4;
};

struct inet_sock {
	struct sock sk;
};

struct udp_sock {
	struct inet_sock inet;
};

struct inet_bind_bucket {
	signed char fastreuse; /* -1: by connect() alone */
};

struct inet_connection_sock {
	struct inet_bind_bucket *icsk_bind_hash;
	u8 icsk_ca_state : 5;
};

struct minmax_sample {
	u32 v;
};

struct minmax {
	struct minmax_sample s[3];
};

struct tcp_sock {
	u32 rcv_nxt;
	u32 copied_seq;
	struct minmax rtt_min; /* in microseconds */
};

struct rtable {
	u8 rt_gw_family; /* 0: no router on the way */
};

struct rt6_info {
	u32 rt6i_flags;
};

struct sk_buff {
	struct net_device *dev;
	struct sock *sk;
	unsigned long _skb_refdst;
	unsigned int len;
	unsigned int data_len; /* of len, what lies in pages beside head */
	int skb_iif;
	u8 pkt_type : 3;
	__be16 protocol;
	__be16 vlan_proto;
	u16 vlan_tci;
	u16 queue_mapping;
	u16 network_header;
	u16 mac_header;
	unsigned int tail; /* counted from head on 64-bit kernels */
	unsigned char *head;
	unsigned char *data;
};

struct dp_upcall_info {
	u32 portid;
	u8 cmd;
};

struct netlink_sock {
	struct sock sk;
	u32 portid;
};

struct nlattr {
	u16 nla_len;
	u16 nla_type;
};

struct genl_info {
	struct nlattr **attrs;
};

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
	u64 seq_num;
};

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
};

struct bpf_iter__udp {
	struct bpf_iter_meta *meta;
	struct udp_sock *udp_sk;
};

#pragma clang attribute pop
