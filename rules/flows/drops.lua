-- Packets are lost: which, where, and by whose decision.

return flow {
  title = { "Packets are lost", "丢包" },
  stages = {
    -- Base checks need nothing but counters; they are the first stage of every flow.
    { name = "base",
      title = { "read what the host counts anyway", "读取主机本身的计数" },
      ask = { "host.*" }, detail = { "host.cpu_saturated" } },

    -- Costs only where packets die, and no counter could stand for it: many drops move none.
    { name = "drops",
      title = { "watch packets die", "观察数据包在何处被丢弃" },
      ask = { "drop.*", "ovs.*" } },

    -- Every packet that passes nftables pays for this, so it waits until one was dropped there.
    { name = "verdicts",
      title = { "find the chain that drops", "查找丢包的链" },
      detail = { "drop.netfilter" },
      when = found "drop.netfilter" },

    -- Each packet without a flow pays for this; the datapath's own counter says when it is worth it.
    { name = "upcalls",
      title = { "see why packets do not reach ovs-vswitchd", "查看数据包为何未送达 ovs-vswitchd" },
      detail = { "drop.ovs_upcall_lost" },
      when = found "drop.ovs_upcall_lost" },
  },
}
