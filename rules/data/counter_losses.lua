-- Losses that no drop event tells of: they show in counters alone.
--
-- Of each entry's sources the first that was measured counts. `rows` narrows a source to the rows
-- whose cells are these, `except` to those whose cells are not. `unless`: the entry is for hosts where that fact could not be measured;
-- `or_zero`: and for those where that column says 0.
-- `complete`: these counters have every loss of that cause, so that none in them means none at all;
-- without it a host where drops cannot be watched leaves the cause undecided. `benign` entries are no
-- losses; they are counted and shown.

-- Names of devlink's generic packet traps of type "drop" (net/devlink/trap.c, before 6.4
-- net/core/devlink.c), by what the kernel calls the same loss. What a driver names itself is unexplained.
local traps = {
  { cause = "drop.malformed", names = { "source_mac_is_multicast", "uc_dip_over_mc_dmac",
    "dip_is_loopback_address", "sip_is_mc", "sip_is_loopback_address", "ip_header_corrupted",
    "ipv4_sip_is_limited_bc", "ipv6_mc_dip_reserved_scope", "ipv6_mc_dip_interface_local_scope",
    "vxlan_parsing", "llc_snap_parsing", "vlan_parsing", "pppoe_ppp_parsing", "mpls_parsing", "arp_parsing",
    "ip_1_parsing", "ip_n_parsing", "gre_parsing", "udp_parsing", "tcp_parsing", "ipsec_parsing",
    "sctp_parsing", "dccp_parsing", "gtp_parsing", "esp_parsing" } },
  { cause = "drop.no_route", names = { "blackhole_route", "blackhole_nexthop", "non_routable_packet" } },
  { cause = "drop.policy", names = { "locked_port", "eapol" } },
  { cause = "drop.tc_filter", names = { "ingress_flow_action_drop", "egress_flow_action_drop" } },
  { cause = "drop.tunnel", names = { "overlay_smac_is_mc" } },
  { benign = "hardware_other_host", names = { "dmac_filter", "ingress_vlan_filter", "vlan_tag_mismatch",
    "ingress_spanning_tree_filter", "port_loopback_filter", "port_list_is_empty", "non_ip" },
    because = "frames that network hardware kept away because they are for others",
    because_zh = "网络硬件拒收的、发往其他主机的帧" },
}

local function add_traps(entries)
  local known = {}
  for _, entry in ipairs(traps) do
    for _, name in ipairs(entry.names) do known[#known + 1] = name end
    entry.from = { { fact = "devlink.traps", column = "packets", rows = { reason = entry.names } } }
    entries[#entries + 1] = entry
  end
  entries[#entries + 1] = { cause = "drop.unexplained", from = {
    { fact = "devlink.traps", column = "packets", except = { reason = known } } } }
  return entries
end

local entries = {
  -- A SYN or the last ACK of a handshake that finds the queue full is consumed, not dropped: on 6.1
  -- no kfree_skb tells of it. The namespace's ListenDrops is the count; sk_drops of the listening
  -- sockets says whose they were, and is taken `within` it, because it also holds what a socket's
  -- filter refused. What no socket tells is counted all the same: /proc has no sk_drops of listeners, a
  -- service that starts anew in the window takes its count along, and the list of sockets may be cut.
  { cause = "drop.listen_overflow",
    from = {
      { fact = "sockets.listen", column = "drops", sets_protocol = "tcp",
        within = { fact = "protocol.counters", column = "count",
                   rows = { group = "TcpExt", name = "ListenDrops" } } },
    } },
  { cause = "drop.listen_overflow", complete = true,
    from = {
      { fact = "protocol.counters", column = "count", sets_protocol = "tcp",
        rows = { group = "TcpExt", name = "ListenDrops" },
        within = { fact = "protocol.counters", column = "count",
                   rows = { group = "TcpExt", name = "ListenDrops" } } },
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
  -- Before there were reasons TCP freed these like a packet that arrived (tcp_drop, until 5.18).
  { cause = "drop.tcp_state", unless = "drops.kernel",
    or_zero = { fact = "drops.totals", column = "reasons" },
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

return add_traps(entries)
