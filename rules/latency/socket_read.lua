-- Data is there and its application reads late. That is no delay of the network, but looks like one from
-- outside: the answer comes late.

return rule {
  title = { "An application reads its socket late", "应用读取套接字缓慢" },
  class = "delay",
  needs = { "socket.reads" },
  texts = lib.latency.texts {
    confirmed = {
      "[[{thread}]][[ (process {pid})]] read[[ from its {protocol} port {port}]] {value:us} after data had come " ..
        "({statistic} of {samples:count} reads), longest {max:us}; above {abnormal:us} is abnormal, above " ..
        "{attention:us} needs attention",
      "[[{thread}]][[（进程 {pid}）]]在数据到达[[ {protocol} 端口 {port} ]]后 {value:us} 才读取（{samples:count} 次读取的 {statistic}），" ..
        "最长 {max:us}；超过 {abnormal:us} 为异常，超过 {attention:us} 需要关注" },
    ruled_out = {
      "applications read at most {value:us} after data had come ({statistic} of {samples:count} reads[[, " ..
        "{name}]]): not above {attention:us}",
      "应用在数据到达后最多 {value:us} 读取（{samples:count} 次读取的 {statistic}[[，{name}]]）：未超过 {attention:us}" },
    few = {
      "at most {samples:count} reads of one socket were timed in the window: fewer than the {least} that a " ..
        "verdict needs",
      "观察窗口内对单个套接字最多测得 {samples:count} 次读取：少于判断所需的 {least} 次" },
    none = { "no read of a socket was timed in the window", "观察窗口内未测得任何套接字读取" },
  },
  advice = {
    { name = "look",
      text = { "See what process {pid} does instead of reading: it waits for something, sleeps, or has too little CPU.",
               "查看进程 {pid} 不读取时在做什么：等待、休眠或 CPU 不足。" },
      command = "cat /proc/{pid}/wchan /proc/{pid}/schedstat", risk = "none", anywhere = true },
  },
  judge = function (facts)
    return lib.latency.judge(facts, {
      fact = "socket.reads",
      kind = function () return "socket_read" end,
      name = function (row) return row.process end,
      extend = function (_, row, given)
        if row.pid == "" then given.advice = {} end
      end,
      where = function (row)
        return { netns = row.netns, pid = row.pid, thread = row.process, port = row.port,
                 protocol = row.protocol, family = row.family }
      end,
    })
  end,
}
