-- Segments that come out of order: the sender takes the gaps for losses and sends again what was only
-- late. Receivers tell: they report what they got twice. Nothing is lost then, and no buffer helps.
--
-- A published case: four streams at 40.37 Gbit/s, 81 % of the repetitions were for nothing, in one stream
-- 98 %: the packets of one connection took several queues.

local limits = data.latency.reordering
-- What this host dropped itself must be less than this part of what was sent again.
local HERE = 0.2

local function count(facts, netns, name)
  local group = (name == "OutSegs" or name == "RetransSegs") and "Tcp" or "TcpExt"
  return lib.loss.counter(facts, netns, nil, group, name)
end

local function dropped_here(facts, netns)
  return lib.way.dropped(facts, netns, "tcp") + count(facts, netns, "ListenDrops")
end

local function finding(netns, seen)
  return confirmed {
    where = { netns = netns, protocol = "tcp" },
    severity = seen.share >= limits.abnormal and "abnormal" or "attention",
    confidence = 0.8,
    values = seen,
    evidence = {
      { fact = "protocol.counters", value = seen.spurious, unit = "packets",
        label = { "received twice", "重复到达" } },
      { fact = "protocol.counters", value = seen.part, unit = "share",
        label = { "of what was sent again", "占重传" } },
      { fact = "protocol.counters", value = seen.share, unit = "share",
        label = { "sent again", "重传率" } },
      { fact = "drops.kernel", value = seen.here, unit = "packets",
        label = { "dropped on this host", "本机丢弃" } },
    },
  }
end

local function look(facts, netns)
  local again = count(facts, netns, "RetransSegs")
  local spurious = math.min(again, count(facts, netns, "TCPDSACKRecv") +
                                   count(facts, netns, "TCPDSACKOfoRecv"))
  local sent = count(facts, netns, "OutSegs") + again
  return { again = again, spurious = spurious, sent = sent, here = dropped_here(facts, netns),
           share = again / math.max(1, sent), part = spurious / math.max(1, again) }
end

return rule {
  title = { "Packets arrive out of order", "数据包乱序到达" },
  class = "delay",
  needs = { "protocol.counters", "drops.kernel", "losses.benign" },
  texts = {
    confirmed = {
      "{again:count} of {sent:count} TCP segments ({share:percent}) of namespace {netns} were sent again, " ..
        "and the receivers had got {spurious:count} of them already ({part:percent}); this host dropped " ..
        "{here:count}: they came late or out of order and were not lost",
      "命名空间 {netns} 的 {sent:count} 个 TCP 报文段中有 {again:count} 个（{share:percent}）被重传，" ..
        "接收方此前已收到其中 {spurious:count} 个（{part:percent}）；本机丢弃 {here:count} 个：属于迟到或乱序，而非丢失" },
    ruled_out = {
      "at most {share:percent} of the segments were sent again, {spurious:count} of them for nothing: below " ..
        "{least:percent} or too few",
      "重传的报文段最多占 {share:percent}，其中 {spurious:count} 个为不必要的重传：低于 {least:percent} 或过少" },
  },
  advice = {
    { text = { "Keep the packets of one connection on one way: RSS and XPS by flow, bonding with " ..
                 "layer3+4 and not round-robin, one queue per flow in taps and switches on the way.",
               "保证同一连接的数据包走同一路径：按流的 RSS/XPS，bond 使用 layer3+4 而非轮询，tap 与沿途交换机按流分队列。" },
      command = "nstat -az TcpExtTCPDSACKRecv TcpRetransSegs TcpExtTCPSACKReorder", risk = "none" },
  },
  judge = function (facts)
    local found, worst, known = {}, { share = 0, spurious = 0, least = limits.attention }, {}
    for row in facts["protocol.counters"]:each() do
      if not known[row.netns] then
        known[row.netns] = true
        local seen = look(facts, row.netns)
        if seen.spurious >= data.severity.floor and seen.share >= limits.attention and
           seen.part > limits.spurious and seen.here < HERE * seen.again then
          found[#found + 1] = finding(row.netns, seen)
        elseif seen.share > worst.share then
          worst.share, worst.spurious = seen.share, seen.spurious
        end
      end
    end
    if #found > 0 then return found end
    return ruled_out { values = worst }
  end,
}
