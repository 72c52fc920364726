-- Packets lie in a CPU's backlog before their protocol takes them: the CPU's softirqs are handed to
-- ksoftirqd and that has to wait, or they have too much to do.
--
-- Published cases: from the datapath's output to the protocol 8 to 16 ms in the tail, 1 to 2 ms with
-- ksoftirqd in the stack.

return rule {
  title = { "Softirqs take packets late", "软中断处理延迟" },
  class = "delay",
  needs = { "path.stages" },
  uses = { "path.slowest", "links.counters" },
  texts = lib.latency.texts {
    confirmed = {
      "{statistic} of {samples:count} packets ({path}) took {value:us} in stage {stage} of {device}[[, the " ..
        "slowest of them on CPU {cpu}]], longest {max:us}; above {abnormal:us} is abnormal, above " ..
        "{attention:us} needs attention[[; the whole way through this host took {total:us}]]",
      "{path} 方向 {samples:count} 个数据包的 {statistic} 在 {device} 的 {stage} 阶段用时 {value:us}" ..
        "[[，其中最慢的在 CPU {cpu}]]，最长 {max:us}；超过 {abnormal:us} 为异常，超过 {attention:us} 需要关注" ..
        "[[；通过本机的全程为 {total:us}]]" },
  },
  advice = {
    { text = { "See what else runs on the CPUs that take the packets of {device}, and spread the packets: " ..
                 "interrupt affinity, RPS, or move busy tasks away.",
               "查看处理 {device} 数据包的 CPU 上还有哪些任务，并分散数据包：中断亲和性、RPS，或移走繁忙任务。" },
      command = "cat /proc/net/softnet_stat", risk = "none", anywhere = true },
  },
  judge = function (facts)
    return lib.latency.judge_stages(facts, {
      stages = { softirq = "softirq", ip_input = "ip_input" },
      extend = function (all, row, given, weight)
        given.where.cpu = lib.latency.cpu(all, row, weight.limits.attention)
      end,
    })
  end,
}
