-- Losses that no drop event tells of: they show in counters alone.
--
-- Of each entry's sources the first that was measured counts. `rows` narrows a source to the rows
-- whose cells are these. `unless`: the entry is for hosts where that fact could not be measured.
-- `complete`: these counters have every loss of that cause, so that none in them means none at all;
-- without it a host where drops cannot be watched leaves the cause undecided.

return {
  -- A SYN or the last ACK of a handshake that finds the queue full is consumed, not dropped: on 6.1
  -- no kfree_skb tells of it. The namespace's ListenDrops is the count; sk_drops of the listening
  -- sockets says whose they were, and is taken `within` it, because it also holds what a socket's
  -- filter refused.
  { cause = "drop.listen_overflow", complete = true,
    from = {
      { fact = "sockets.listen", column = "drops", sets_protocol = "tcp",
        within = { fact = "protocol.counters", column = "count",
                   rows = { group = "TcpExt", name = "ListenDrops" } } },
      { fact = "protocol.counters", column = "count", sets_protocol = "tcp",
        rows = { group = "TcpExt", name = "ListenDrops" } },
    } },

  { cause = "drop.socket_rcvbuf", unless = "drops.kernel",
    from = {
      { fact = "sockets.udp", column = "drops", sets_protocol = "udp" },
      { fact = "protocol.counters", column = "count", sets_protocol = "udp",
        rows = { group = "Udp", name = "RcvbufErrors" } },
    } },

  { cause = "drop.no_socket", unless = "drops.kernel",
    from = {
      { fact = "protocol.counters", column = "count", sets_protocol = "udp",
        rows = { group = "Udp", name = "NoPorts" } },
    } },

  { cause = "drop.cpu_backlog", unless = "drops.kernel", complete = true,
    from = { { fact = "softnet.counters", column = "dropped" } } },

  -- The root counts what its children drop.
  { cause = "drop.qdisc_overflow", unless = "drops.kernel", complete = true,
    from = { { fact = "qdiscs.counters", column = "drops", rows = { parent = "root" } } } },
  { cause = "drop.tc_filter", unless = "drops.kernel", complete = true,
    from = { { fact = "qdiscs.counters", column = "drops",
               rows = { kind = { "clsact", "ingress" } } } } },

  { cause = "drop.checksum", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count", sets_protocol = "tcp",
               rows = { group = "Tcp", name = "InCsumErrors" } } } },
  { cause = "drop.checksum", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count", sets_protocol = "udp",
               rows = { group = "Udp", name = "InCsumErrors" } } } },
  { cause = "drop.checksum", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count", sets_protocol = "icmp",
               rows = { group = "Icmp", name = "InCsumErrors" } } } },
  { cause = "drop.rp_filter", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count",
               rows = { group = "TcpExt", name = "IPReversePathFilter" } } } },
  { cause = "drop.no_route", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count",
               rows = { name = "InNoRoutes" } } } },

  -- Lost before there was a packet in the kernel. Both are the receive side of a NIC that the host
  -- does not empty in time; the rule says which.
  { cause = "drop.nic_ring",
    from = { { fact = "nic.lost", column = "packets",
               rows = { meaning = { "rx_ring_lost", "rx_port_lost" } } } } },

  { cause = "drop.conntrack_full", unless = "drops.kernel",
    from = { { fact = "conntrack.counters", column = "drop" } } },
  { cause = "drop.fragment", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count",
               rows = { group = "Ip", name = "ReasmFails" } } } },
  { cause = "drop.malformed", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count",
               rows = { name = "InTruncatedPkts" } } } },
  { cause = "drop.policy", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count",
               rows = { group = "Xfrm", name = { "InPolBlock", "InNoPols", "InTmplMismatch" } } } } },
  { cause = "drop.tcp_state", unless = "drops.kernel",
    from = { { fact = "protocol.counters", column = "count", sets_protocol = "tcp",
               rows = { group = "TcpExt", name = { "PAWSEstab", "PAWSActive", "PAWSTimewait" } } } } },

  -- A program in the driver drops before there is a packet that the kernel could free.
  { cause = "drop.xdp",
    from = { { fact = "nic.statistics", column = "count", rows = { meaning = "xdp_drops" } } } },

  -- Misses that ovs-vswitchd never got. Those that nobody listened for were freed as dropped and are
  -- in the ledger already; the rest found the handler's socket full.
  { cause = "drop.ovs_upcall_lost",
    from = { { fact = "ovs.datapaths", column = "lost",
               within = { fact = "ovs.datapaths", column = "lost" } } } },
  -- `told`: this kernel has drop reasons for these, and they were watched.
  { cause = "drop.ovs_meter",
    from = { { fact = "ovs.meters", column = "dropped", rows = { told = false } } } },
  { cause = "drop.ovs_action",
    from = { { fact = "ovs.flows", column = "packets", rows = { drops = true, told = false } } } },
}
