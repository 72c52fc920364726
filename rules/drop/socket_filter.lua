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
      text = { "See which program has that socket. It attached the filter itself, and the kernel shows " ..
                 "the filter to nobody else: what it lets through is in the program or its settings.",
               "查看持有该套接字的程序。过滤器由程序自身设置，内核不对外显示其内容：放行规则在程序或其配置中。" },
      command = "ss -atunp 'sport = :{port}'", risk = "none" },
    { name = "list",
      text = { "See which programs have sockets there; one of them attached a filter to its own, which " ..
                 "the kernel does not show.",
               "查看哪些程序在此持有套接字；其中之一为自己的套接字设置了过滤器，内核不显示其内容。" },
      command = "ss -atunp", risk = "none" },
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
