-- On which layer of a packet's way through this host each cause loses it, in the order of the way in.
-- A cause stands in one layer only; what is in none is the stack's. What one of a layer's `sources` tells
-- of is that layer's whatever the cause.
--
-- `counters` say how many packets that layer lost by the kernel's own count, where it has one that means
-- nothing else: a column, the rows it is taken from, and the causes that it counts.

return {
  { layer = "nic", title = { "network card and driver", "网卡与驱动" },
    causes = { "drop.nic_ring", "drop.xdp", "drop.tx_device", "drop.link_down" },
    sources = { "devlink.traps" } },

  { layer = "qdisc", title = { "queueing disciplines and tc", "排队规则与 tc" },
    causes = { "drop.qdisc_overflow", "drop.tc_filter" },
    -- The root counts what its children drop.
    counters = { { fact = "qdiscs.counters", column = "drops", rows = { parent = "root" } },
                 { fact = "qdiscs.counters", column = "drops", rows = { kind = "clsact" } },
                 { fact = "qdiscs.counters", column = "drops", rows = { kind = "ingress" } } } },

  { layer = "backlog", title = { "backlog of the CPUs", "CPU 积压队列" },
    causes = { "drop.cpu_backlog" },
    counters = { { fact = "softnet.counters", column = "dropped" } } },

  { layer = "tap", title = { "rings of taps", "tap 环形缓冲" },
    causes = { "drop.tun_ring_full", "drop.tap_filter" },
    counters = { { fact = "links.counters", column = "tx_dropped", rows = { kind = "tun" } } } },

  { layer = "ovs", title = { "Open vSwitch datapath", "Open vSwitch 数据路径" },
    causes = { "drop.ovs_upcall_lost", "drop.ovs_action", "drop.ovs_meter", "drop.ovs_datapath" } },

  { layer = "netfilter", title = { "firewall and connection tracking", "防火墙与连接跟踪" },
    causes = { "drop.netfilter", "drop.conntrack_full", "drop.conntrack_invalid" } },

  { layer = "stack", title = { "network stack", "协议栈" } },

  { layer = "socket", title = { "sockets", "套接字" },
    causes = { "drop.socket_rcvbuf", "drop.socket_filter", "drop.no_socket", "drop.listen_overflow",
               "drop.tcp_state" } },
}
