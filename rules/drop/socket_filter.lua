-- A filter that a program attached to its socket (SO_ATTACH_FILTER, SO_ATTACH_BPF) threw packets away.

return rule {
  title = { "A socket's own filter drops packets", "套接字自带过滤器丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "the filter of a socket threw away {lost:count} of {total:count}[[ {protocol}]] packets " ..
        "({share:percent})[[ to port {port}]][[ in namespace {netns}]]",
      "套接字过滤器丢弃了 {total:count} 个[[ {protocol}]] 数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，端口 {port}]][[，命名空间 {netns}]]" },
  },
  advice = {
    { name = "look",
      text = { "See the program that listens there and its filter; the filter is part of the program.",
               "查看监听该端口的程序及其过滤器；过滤器由程序自身设置。" },
      command = "ss -ltunpb 'sport = :{port}'", risk = "none" },
    { name = "list",
      text = { "See which sockets have filters.", "查看哪些套接字带有过滤器。" },
      command = "ss -ltunpb", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "family", "protocol" },
      carried = lib.loss.delivered,
      carried_fact = "protocol.counters",
      extend = function (all, object, given)
        given.advice = { object.where.port and "look" or "list" }
      end,
    })
  end,
}
