-- Who explains whom: `from` is the deeper cause of `to` when the named keys of their `where` agree.

return {
  { from = "drop.conntrack_full", to = "drop.netfilter", join = { "netns" } },
  { from = "drop.conntrack_invalid", to = "drop.netfilter", join = { "netns" } },
  { from = "host.nic_link", to = "drop.link_down", join = { "device" } },
  { from = "host.memory_pressure", to = "drop.no_memory", join = {} },
  { from = "host.softirq_saturated", to = "drop.cpu_backlog", join = { "cpu" } },
  { from = "host.cpu_saturated", to = "drop.cpu_backlog", join = { "cpu" } },
  { from = "host.nic_queues", to = "host.softirq_saturated", join = { "cpu" } },
  { from = "host.nic_affinity", to = "host.softirq_saturated", join = { "cpu" } },
  { from = "host.nic_ring_small", to = "drop.nic_ring", join = { "device" } },
  { from = "ovs.threads_pinned", to = "ovs.handler_starved", join = { "netns" } },
  { from = "ovs.handler_starved", to = "drop.ovs_upcall_lost", join = { "netns" } },
  { from = "ovs.upcall_storm", to = "drop.ovs_upcall_lost", join = { "netns" } },
  { from = "ovs.megaflow_churn", to = "ovs.upcall_storm", join = { "netns", "bridge" } },
  { from = "ovs.megaflow_churn", to = "drop.ovs_upcall_lost", join = { "netns", "bridge" } },
  { from = "ovs.flow_table_full", to = "ovs.upcall_storm", join = { "netns", "bridge" } },
  { from = "ovs.flow_table_full", to = "ovs.megaflow_churn", join = { "netns", "bridge" } },
  { from = "drop.ovs_action", to = "drop.neighbour", join = { "netns" } },
  -- Without an answer because of a decision made here.
  { from = "drop.netfilter", to = "drop.wire", join = { "netns" } },
  { from = "drop.tc_filter", to = "drop.wire", join = { "netns" } },
  { from = "drop.xdp", to = "drop.wire", join = { "netns" } },
  { from = "drop.ovs_action", to = "drop.wire", join = { "netns" } },
}
