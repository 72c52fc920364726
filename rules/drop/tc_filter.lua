-- A filter or action of traffic control decided that packets die.

local function ingress(object)
  local reason = object.where.reason or ""
  return reason:contains("INGRESS") or object.keys.direction == "rx"
end

local function carried(facts, object)
  local direction = ingress(object) and "rx" or "tx"
  return lib.loss.device_packets(facts, { where = object.where, lost = object.lost,
                                          keys = { direction = direction } })
end

local function name_side(facts, object, given)
  given.values.side = ingress(object) and "ingress" or "egress"
  given.advice = { object.where.device and "look" or "list" }
end

return rule {
  title = { "A traffic control filter drops packets", "tc 过滤器丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "qdiscs.counters", "drops.kernel", "drops.tuples", "devlink.traps" },
  texts = lib.loss.texts {
    confirmed = {
      "a tc filter at {side}[[ of {device}]] dropped {lost:count} of {total:count} packets " ..
        "({share:percent})[[, most of them {protocol}]][[ to port {port}]]",
      "[[{device} 的 ]]tc {side} 过滤器丢弃了 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，主要是 {protocol}]][[，目的端口 {port}]]" },
  },
  advice = {
    { name = "look",
      text = { "Read the filters there and their counters. Whether the packets are wanted is for you " ..
                 "to say: netdoctor changes no filter.",
               "查看该处的过滤器及其计数。是否放行由您决定，netdoctor 不修改过滤器。" },
      command = "tc -s filter show dev {device} {side}", risk = "none" },
    { name = "list",
      text = { "See which devices have filters.", "查看哪些设备有过滤器。" },
      command = "tc -s qdisc show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "direction" },
      carried = carried,
      carried_fact = "links.counters",
      extend = name_side,
    })
  end,
}
