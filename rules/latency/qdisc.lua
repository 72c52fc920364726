-- Packets wait in a queueing discipline before their device takes them: it shapes or delays them, or
-- the device is slower than what is sent to it.

local function kind_of(facts, row)
  local queue = lib.qdisc.waiting(facts, row)
  return queue and queue.kind
end

-- fq holds each packet back until its time has come (fq_dequeue(), by TCP's pacing or SO_MAX_PACING_RATE):
-- a tail there is what was asked for, and a median is at most worth a look.
local function weigh(row, kind, facts)
  if kind_of(facts, row) ~= "fq" then return lib.latency.weigh(row, kind) end
  local weight = lib.latency.weigh_median(row, kind)
  if weight and weight.severity then weight.severity = "attention" end
  return weight
end

return rule {
  title = { "Packets wait in a queueing discipline", "数据包在排队规则中等待" },
  class = "delay",
  needs = { "path.stages" },
  uses = { "qdiscs.counters", "links.counters" },
  texts = lib.latency.texts {
    confirmed = {
      "{statistic} of {samples:count} packets ({path}) waited {value:us} in the queueing discipline[[ {kind}]] " ..
        "of {device}, longest {max:us}; above {abnormal:us} is abnormal, above {attention:us} needs attention" ..
        "[[; the whole way through this host took {total:us}]]",
      "{path} 方向 {samples:count} 个数据包的 {statistic} 在 {device} 的排队规则[[ {kind}]] 中等待 {value:us}，" ..
        "最长 {max:us}；超过 {abnormal:us} 为异常，超过 {attention:us} 需要关注[[；通过本机的全程为 {total:us}]]" },
    paces = {
      "{statistic} of {samples:count} packets ({path}) waited {value:us} in the queueing discipline fq of " ..
        "{device}, longest {max:us}. fq paces: it holds packets back until the time that their sender set; " ..
        "above {attention:us} needs attention[[; the whole way through this host took {total:us}]]",
      "{path} 方向 {samples:count} 个数据包的 {statistic} 在 {device} 的排队规则 fq 中等待 {value:us}，最长 {max:us}。" ..
        "fq 会按发送方设定的时间放行（pacing）；超过 {attention:us} 需要关注[[；通过本机的全程为 {total:us}]]" },
  },
  advice = {
    { text = { "See what the queueing discipline of {device} does: a rate or delay that somebody set, or a " ..
                 "queue that is full because more is sent than the link takes.",
               "查看 {device} 的排队规则：是否设置了速率或延迟，或发送速率超过链路能力导致队列积压。" },
      command = "tc -s qdisc show dev {device}", risk = "none" },
  },
  judge = function (facts)
    return lib.latency.judge_stages(facts, {
      stages = { qdisc = "qdisc" },
      weigh = weigh,
      extend = function (all, row, given)
        given.values.kind = kind_of(all, row)
        if given.values.kind == "fq" then given.text = "paces" end
      end,
    })
  end,
}
