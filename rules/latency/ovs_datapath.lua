-- The fast path of Open vSwitch itself is slow: to find a packet's flow, or to carry out its actions.
-- Packets that ovs-vswitchd decides on are another cause's.

return rule {
  title = { "Open vSwitch's datapath is slow", "Open vSwitch 数据路径处理慢" },
  class = "delay",
  needs = { "path.stages" },
  uses = { "links.counters" },
  texts = lib.latency.texts {
    confirmed = {
      "{statistic} of {samples:count} packets ({path}, {from} to {to}) took {value:us} in stage {stage}, longest " ..
        "{max:us}; above {abnormal:us} is abnormal, above {attention:us} needs attention[[; the whole way " ..
        "through this host took {total:us}]]",
      "{path} 方向（{from} 到 {to}）{samples:count} 个数据包的 {statistic} 在 {stage} 阶段用时 {value:us}，最长 {max:us}；" ..
        "超过 {abnormal:us} 为异常，超过 {attention:us} 需要关注[[；通过本机的全程为 {total:us}]]" },
  },
  advice = {
    { text = { "See how many masks a packet is looked up in, and how long the list of actions is; look at " ..
                 "what runs on the CPU meanwhile.",
               "查看每个数据包需要查找的掩码数量与动作列表长度，以及此时 CPU 上的其他任务。" },
      command = "ovs-appctl dpctl/show --statistics", risk = "none", anywhere = true },
  },
  judge = function (facts)
    return lib.latency.judge_stages(facts, {
      stages = { ovs_lookup = "ovs_datapath", ovs_action = "ovs_datapath", ovs = "ovs_datapath" },
    })
  end,
}
