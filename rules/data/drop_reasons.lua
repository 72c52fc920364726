-- What the kernel says of a dropped packet, and whose loss that is.
--
-- The first row that fits decides: every key of a row that is a column of drops.kernel (reason,
-- subsystem, location, protocol, family, direction) must be the drop's value, a list means one of
-- these. `benign` rows are no losses; they are counted and shown. `counted` rows stand in a counter
-- too and are taken from there. A cause without a rule, and whatever fits no row, is
-- drop.unexplained.
--
-- `of_device` narrows an entry to drops of devices of which another fact says something: a row of it
-- with the same netns and device whose cells are `rows`.
--
-- Names are those of enum skb_drop_reason without SKB_DROP_REASON_.

return {
  ---------------------------------------------------------------- nothing was lost
  { benign = "echo_reply",
    reason = "NO_SOCKET", location = { "icmp_rcv", "icmpv6_rcv", "ping_rcv" },
    because = "an echo reply that ping had already read",
    because_zh = "ping 已读取的回显应答" },
  { benign = "echo_reply",
    reason = "NO_SOCKET", protocol = { "icmp", "icmpv6" },
    because = "an echo reply that ping had already read",
    because_zh = "ping 已读取的回显应答" },
  -- Before 6.2 icmpv6_rcv frees what it handled as if it were dropped: requests, replies, ND.
  { benign = "icmpv6_handled",
    reason = { "NOT_SPECIFIED", "" }, location = "icmpv6_rcv",
    because = "ICMPv6 messages that this kernel handles and then frees like drops",
    because_zh = "内核处理完后按丢弃方式释放的 ICMPv6 报文" },
  -- The same holds for segments that a connection in TIME_WAIT takes note of.
  { benign = "tcp_time_wait",
    reason = "NOT_SPECIFIED", location = { "tcp_v4_rcv", "tcp_v6_rcv" },
    because = "last segments of TCP connections in TIME_WAIT",
    because_zh = "处于 TIME_WAIT 的 TCP 连接的最后报文段" },
  { benign = "unix_socket",
    location = { "unix_stream_connect", "unix_stream_sendmsg", "unix_dgram_sendmsg",
                 "unix_release_sock", "unix_dgram_disconnected", "unix_sock_destructor" },
    because = "connections and closes of local (AF_UNIX) sockets, no network packets",
    because_zh = "本地（AF_UNIX）套接字的连接与关闭，不是网络数据包" },
  { benign = "not_a_packet",
    family = "other", device = "", reason = { "NOT_SPECIFIED", "" },
    location = { "skb_queue_purge", "skb_queue_purge_reason", "netlink_recvmsg", "netlink_sendmsg",
                 "netlink_unicast", "netlink_broadcast_filtered", "netlink_release",
                 "netlink_sock_destruct", "skb_free_datagram", "__skb_free_datagram_locked" },
    because = "messages between processes and the kernel, no network packets",
    because_zh = "进程与内核之间的消息，不是网络数据包" },
  { benign = "multicast_nobody_joined",
    location = { "ip6_mc_input", "ip_mc_validate_source", "udp6_lib_mcast_deliver",
                 "__udp6_lib_mcast_deliver", "__udp4_lib_mcast_deliver", "igmp_rcv",
                 "igmp6_event_query", "igmp6_event_report" },
    because = "multicast that nobody on this host joined",
    because_zh = "本机没有进程加入的组播" },
  { benign = "no_handler",
    reason = "UNHANDLED_PROTO",
    because = "protocols that nobody on this host speaks (RARP, LLDP, VRRP ...)",
    because_zh = "本机无处理者的协议（RARP、LLDP、VRRP 等）" },
  { benign = "no_handler",
    reason = { "IP_NOPROTO", "NOT_SPECIFIED", "" }, protocol = "112",
    because = "protocols that nobody on this host speaks (RARP, LLDP, VRRP ...)",
    because_zh = "本机无处理者的协议（RARP、LLDP、VRRP 等）" },
  { benign = "socket_closed",
    reason = { "NOT_SPECIFIED", "" },
    location = { "skb_queue_purge", "skb_queue_purge_reason", "sk_stream_kill_queues",
                 "inet_sock_destruct", "udp_destruct_common", "udp_destruct_sock",
                 "__sk_destruct", "skb_release_data", "tcp_disconnect", "inet_csk_destroy_sock",
                 "tcp_write_queue_purge", "packet_sock_destruct", "raw_destroy", "ping_close" },
    because = "what lay unread in sockets when they were closed",
    because_zh = "套接字关闭时尚未读取的数据" },
  { benign = "tap_closed",
    reason = { "NOT_SPECIFIED", "" }, location = "tun_queue_purge",
    because = "what lay unread in the ring of a tap when it was closed",
    because_zh = "TAP 关闭时环中尚未读取的数据包" },
  { benign = "tcp_teardown",
    reason = { "TCP_RESET", "TCP_OLD_ACK", "TCP_OLD_DATA", "TCP_OFOMERGE", "TCP_ABORT_ON_DATA",
               "TCP_ABORT_ON_CLOSE", "TCP_ABORT_ON_LINGER", "TCP_CLOSE" },
    because = "segments of TCP connections that were reset, closed or sent twice",
    because_zh = "已重置、已关闭或重复发送的 TCP 报文段" },

  ---------------------------------------------------------------- buffers
  { cause = "drop.socket_rcvbuf", reason = { "SOCKET_RCVBUFF", "PROTO_MEM", "SOCKET_BACKLOG" } },
  { cause = "drop.cpu_backlog", reason = "CPU_BACKLOG" },
  { cause = "drop.tun_ring_full", reason = "FULL_RING" },
  -- A device that lost its carrier swaps its queues for one that drops everything, and the kernel
  -- gives that the same reason as a full queue.
  { cause = "drop.link_down", reason = "QDISC_DROP",
    of_device = { fact = "links.counters", rows = { carrier = false } } },
  { cause = "drop.link_down", reason = "QDISC_DROP",
    of_device = { fact = "links.counters", rows = { up = false } } },
  -- 7.2 has reasons of the disciplines' own (QDISC_DROP_CONGESTED ...).
  { cause = "drop.qdisc_overflow", subsystem = "qdisc" },
  { cause = "drop.qdisc_overflow", reason = { "NOT_SPECIFIED", "" },
    location = { "__fq_codel_dequeue", "fq_codel_dequeue", "codel_qdisc_dequeue", "drop_func",
                 "dequeue_func" } },
  { cause = "drop.qdisc_overflow", reason = { "QDISC_DROP", "QDISC_OVERLIMIT",
    "QDISC_CONGESTED", "FQ_BAND_LIMIT", "FQ_FLOW_LIMIT", "FQ_HORIZON_LIMIT" } },
  { cause = "drop.no_memory", reason = { "NOMEM", "SKB_UCOPY_FAULT" } },

  ---------------------------------------------------------------- decisions
  { cause = "drop.netfilter", reason = "NETFILTER_DROP" },
  { cause = "drop.socket_filter", reason = "SOCKET_FILTER" },
  { cause = "drop.tc_filter", reason = { "TC_EGRESS", "TC_INGRESS" } },
  { cause = "drop.xdp", reason = "XDP" },
  { cause = "drop.xdp", reason = { "NOT_SPECIFIED", "" },
    location = { "do_xdp_generic", "netif_receive_generic_xdp", "veth_xdp_rcv_skb" } },
  { cause = "drop.rp_filter", reason = { "IP_RPFILTER", "IP_LOCAL_SOURCE",
    "IP_INVALID_SOURCE", "IP_LOCALNET" } },
  { cause = "drop.policy", reason = { "XFRM_POLICY", "SECURITY_HOOK", "BPF_CGROUP_EGRESS" } },
  { cause = "drop.tap_filter", reason = { "TAP_FILTER", "TAP_TXFILTER" } },

  ---------------------------------------------------------------- nowhere to go, by place
  -- The header reason also stands for hops that are used up, and for addresses that are not here while
  -- nothing is forwarded: where the packet was on its way tells them apart.
  { cause = "drop.ttl_expired", reason = "IP_INHDR", location = { "ip_forward", "ip6_forward" } },
  { cause = "drop.no_route", reason = "IP_INADDRERRORS", location = { "ip_error", "ip6_forward" } },
  -- IPv6 gives no reason for packets that waited in vain for a neighbour (6.1).
  { cause = "drop.neighbour", reason = { "NOT_SPECIFIED", "" },
    location = { "neigh_invalidate", "ndisc_error_report", "arp_error_report" } },
  -- The other end of a veth, a bridge port, an OVS port that takes less.
  { cause = "drop.mtu", reason = { "NOT_SPECIFIED", "" },
    location = { "__dev_forward_skb2", "__dev_forward_skb", "br_dev_queue_push_xmit",
                 "ovs_vport_send" } },

  ---------------------------------------------------------------- packets that are wrong
  { cause = "drop.checksum", reason = { "IP_CSUM", "TCP_CSUM", "UDP_CSUM", "ICMP_CSUM",
    "SKB_CSUM" } },
  { cause = "drop.malformed", reason = { "PKT_TOO_SMALL", "HDR_TRUNC", "IP_INHDR",
    "IP_INADDRERRORS", "SKB_BAD_GSO", "SKB_GSO_SEG", "DEV_HDR", "INVALID_PROTO",
    "UNICAST_IN_L2_MULTICAST", "IPV6_BAD_EXTHDR" } },
  { cause = "drop.tcp_state", reason = { "TCP_FLAGS", "TCP_ZEROWINDOW", "TCP_OVERWINDOW",
    "TCP_RFC7323_PAWS", "TCP_RFC7323_PAWS_ACK", "TCP_OLD_SEQUENCE", "TCP_INVALID_SEQUENCE",
    "TCP_INVALID_SYN", "TCP_FASTOPEN", "TCP_TOO_OLD_ACK", "TCP_ACK_UNSENT_DATA",
    "TCP_OFO_QUEUE_PRUNE", "TCP_OFO_DROP", "TCP_MD5NOTFOUND", "TCP_MD5UNEXPECTED",
    "TCP_MD5FAILURE" } },
  { cause = "drop.tunnel", reason = { "VXLAN_INVALID_HDR", "VXLAN_VNI_NOT_FOUND",
    "VXLAN_INVALID_SRC_MAC", "VXLAN_ENTRY_EXISTS", "VXLAN_NO_REMOTE", "IP_TUNNEL_ECN",
    "TUNNEL_TXINFO", "LOCAL_MAC" } },

  ---------------------------------------------------------------- nowhere to go
  { cause = "drop.no_socket", reason = { "NO_SOCKET", "IP_NOPROTO" } },
  { cause = "drop.other_host", reason = "OTHERHOST" },
  { cause = "drop.no_route", reason = { "IP_OUTNOROUTES", "IP_INNOROUTES", "IPV6DISABLED" } },
  { cause = "drop.ttl_expired", reason = "IP_INHDR_TTL" },
  { cause = "drop.mtu", reason = "PKT_TOO_BIG" },
  { cause = "drop.neighbour", reason = { "NEIGH_CREATEFAIL", "NEIGH_FAILED", "NEIGH_QUEUEFULL",
    "NEIGH_DEAD", "NEIGH_HH_FILLFAIL" } },
  { cause = "drop.link_down", reason = "DEV_READY" },
  { cause = "drop.fragment", reason = { "FRAG_REASM_TIMEOUT", "FRAG_TOO_FAR",
    "DUP_FRAG" } },

  ---------------------------------------------------------------- Open vSwitch
  { cause = "drop.ovs_action", subsystem = "openvswitch", reason = { "OVS_DROP_LAST_ACTION",
    "OVS_DROP_EXPLICIT", "OVS_DROP_EXPLICIT_WITH_ERROR" } },
  { cause = "drop.ovs_meter", subsystem = "openvswitch", reason = "OVS_DROP_METER" },
  { cause = "drop.ovs_datapath", subsystem = "openvswitch" },
}
