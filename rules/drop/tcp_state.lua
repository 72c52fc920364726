-- TCP segments that do not fit their connection. A few are normal: a segment sent twice, one that comes
-- late. Many mean that something between the ends changes, delays or invents segments.

local kinds = {
  TCP_OVERWINDOW = "window", TCP_INVALID_SEQUENCE = "window", TCP_OLD_SEQUENCE = "window",
  TCP_INVALID_END_SEQUENCE = "window", TCP_ZEROWINDOW = "full",
  TCP_INVALID_ACK_SEQUENCE = "ack", TCP_TOO_OLD_ACK = "ack", TCP_ACK_UNSENT_DATA = "ack",
  TCP_RFC7323_PAWS = "time", TCP_RFC7323_PAWS_ACK = "time", TCP_RFC7323_TW_PAWS = "time",
  TCP_RFC7323_TSECR = "time",
  TCP_OFO_QUEUE_PRUNE = "memory", TCP_OFO_DROP = "memory",
  TCP_MD5NOTFOUND = "signature", TCP_MD5UNEXPECTED = "signature", TCP_MD5FAILURE = "signature",
  TCP_AUTH_HDR = "signature", TCP_AONOTFOUND = "signature", TCP_AOUNEXPECTED = "signature",
  TCP_AOKEYNOTFOUND = "signature", TCP_AOFAILURE = "signature",
  TCP_FLAGS = "flags", TCP_INVALID_SYN = "flags", TCP_FASTOPEN = "flags", TCP_MINTTL = "ttl",
}

-- Segments that came and fitted.
local function carried(facts, object)
  local all = lib.loss.counter(facts, object.where.netns, nil, "Tcp", "InSegs")
  return math.max(0, all - object.lost)
end

local function name_state(facts, object, given)
  -- What has no reason was counted by TCP itself, which counts old timestamps alone.
  local reason = object.where.reason
  local kind = reason == nil and "time" or kinds[reason] or "window"
  given.text = kind
  given.values.sender = lib.loss.most(facts, object, "src")
  if kind == "signature" then
    given.advice = { "keys" }
  elseif kind == "memory" or kind == "full" then
    given.advice = { "reader" }
  else
    given.advice = { "path" }
  end
end

return rule {
  title = { "TCP segments do not fit their connection", "TCP 报文段与其连接不符" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ to port {port}]] did not fit " ..
        "their connection",
      "{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）[[，目的端口 {port}，]]与其连接不符" },
    window = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] lay outside the window of their connection",
      "[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）" ..
        "[[，目的端口 {port}，]]落在连接窗口之外" },
    full = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] came although the receiver had said that it takes nothing",
      "接收方已通告零窗口，[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中仍有 {lost:count} 个（{share:percent}）" ..
        "到达[[，目的端口 {port}]]" },
    ack = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] acknowledged what was never sent, or long ago",
      "[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）" ..
        "[[，目的端口 {port}，]]确认了从未发送或早已确认的数据" },
    time = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] had a timestamp older than the connection's (PAWS)",
      "[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）" ..
        "[[，目的端口 {port}，]]时间戳早于连接的时间戳（PAWS）" },
    memory = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ to port {port}]] came out of " ..
        "order and found no memory to wait in",
      "{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）[[，目的端口 {port}，]]乱序到达且没有内存可供等待" },
    signature = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] had no valid signature (TCP-MD5 or TCP-AO)",
      "[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）" ..
        "[[，目的端口 {port}，]]没有有效的签名（TCP-MD5 或 TCP-AO）" },
    flags = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] had flags that have no place in their connection",
      "[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）" ..
        "[[，目的端口 {port}，]]带有与连接状态不符的标志" },
    ttl = {
      "{lost:count} of {total:count} TCP segments ({share:percent})[[ from {sender}]][[ to port " ..
        "{port}]] came from further away than their socket allows (IP_MINTTL)",
      "[[来自 {sender} 的 ]]{total:count} 个 TCP 报文段中有 {lost:count} 个（{share:percent}）" ..
        "[[，目的端口 {port}，]]来自套接字允许的跳数之外（IP_MINTTL）" },
  },
  advice = {
    { name = "path",
      text = { "Look for what changes segments between the two ends: a NAT or firewall that forgets " ..
                 "connections or rewrites sequence numbers, two hosts behind one address, a load " ..
                 "balancer that moved the connection.",
               "查找两端之间改动报文段的环节：遗忘连接或改写序号的 NAT/防火墙、共用同一地址的多台主机、迁移了连接的负载均衡。" },
      command = "nstat -az TcpExtPAWSEstab TcpExtTCPACKSkippedSeq TcpExtTCPACKSkippedPAWS",
      risk = "none" },
    { name = "keys",
      text = { "Compare the keys of both ends; the kernel's log names the connection.",
               "核对两端的密钥；内核日志会指出具体连接。" },
      command = "journalctl -k --grep 'MD5|TCP-AO|Hash'", risk = "none" },
    { name = "reader",
      text = { "The reader is slower than the sender: find the process whose Recv-Q stands high.",
               "读取方慢于发送方：找出 Recv-Q 居高不下的进程。" },
      command = "ss -ntmp", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "family", "reason" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = name_state,
    })
  end,
}
