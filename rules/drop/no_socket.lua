-- Packets to a port or protocol that nobody listens on. The same kernel reason is also given to
-- every echo reply on the pinging side, which is no loss (data/drop_reasons.lua).

return rule {
  title = { "Nobody listens where packets arrive", "目的端口无人监听" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count}[[ {protocol}]] packets ({share:percent}) reached no socket" ..
        "[[: nobody listens on port {port}]][[ in namespace {netns}]]",
      "{total:count} 个[[ {protocol}]] 数据包中有 {lost:count} 个（{share:percent}）没有对应套接字" ..
        "[[：端口 {port} 无人监听]][[，命名空间 {netns}]]" },
  },
  advice = {
    { name = "look",
      text = { "See which service should listen there, and on which address; start it, or stop " ..
                 "what sends.",
               "确认应由哪个服务、在哪个地址监听；启动该服务，或停止发送方。" },
      command = "ss -lntup", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "family", "protocol" },
      carried = lib.loss.delivered,
      carried_fact = "protocol.counters",
    })
  end,
}
