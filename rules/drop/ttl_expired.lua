-- Packets that have been through too many routers: a loop, or a sender that starts low (traceroute).

local function name_destination(facts, object, given)
  given.values.destination = lib.loss.most(facts, object, "dst")
  given.values.source = lib.loss.most(facts, object, "src")
  given.advice = { given.values.destination and "look" or "list" }
end

return rule {
  title = { "Packets run out of hops", "数据包 TTL 耗尽" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {source}]]" ..
        "[[ to {destination}]] had no hop left[[ in namespace {netns}]]",
      "[[在 {device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[（来自 {source}）]]" ..
        "[[去往 {destination} ]]时 TTL 耗尽[[，命名空间 {netns}]]" },
  },
  advice = {
    { name = "look",
      text = { "Follow the way to that destination: two routers that send it to each other make a " ..
                 "loop. A sender that starts with a small TTL (traceroute, some routing protocols) " ..
                 "means it so.",
               "追踪到该目的地的路径：两台路由器互指会形成环路。若发送方有意使用小 TTL（traceroute、部分路由协议）则属正常。" },
      command = "ip route get {destination}", risk = "none" },
    { name = "list",
      text = { "See the routes of this namespace; two routers that send packets to each other make a " ..
                 "loop.",
               "查看该命名空间的路由；两台路由器互指会形成环路。" },
      command = "ip route show table all", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device" },
      carried = lib.loss.ip_packets,
      carried_fact = "protocol.counters",
      extend = name_destination,
    })
  end,
}
