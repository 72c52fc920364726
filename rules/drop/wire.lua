-- Sent by this host, and never answered: lost outside of it. It is told from what is missing, so it
-- speaks only where an answer is due: of TCP, which sends a segment again when no one confirms it, of
-- echo requests, and of UDP conversations that went by turns, question and answer, until then. What this
-- host itself dropped, and what the receiver reports to have got twice (it had only come late), is taken
-- off first; no cause on this host is made of the rest.
--
-- A published case: 8.99 % of the segments of a server sent again, 3,851 duplicate confirmations, no
-- drop on the host: loss on the network.

-- What this host explains of it must be less than this part, or it is not the wire.
local HERE = 0.2
-- Receivers that report more than this part as duplicates: late or reordered, not lost. On a way that loses, too,
-- some are sent for nothing (tail loss probes, timeouts).
local SPURIOUS = 0.5
-- A loss that is only noticed after a timeout stops its connection for 200 ms and more: where most
-- are, a tenth of the usual share matters.
local MOSTLY, TENTH = 0.5, 0.1
-- Nobody saw the packet go missing.
local CONFIDENCE = 0.8
local UNCOUNTED = 0.4

local function count(facts, netns, group, name)
  return lib.loss.counter(facts, netns, nil, group, name)
end

local function namespaces(facts)
  local known, list = {}, {}
  for row in facts["protocol.counters"]:each() do
    if not known[row.netns] then
      known[row.netns] = true
      list[#list + 1] = row.netns
    end
  end
  return list
end

local function tcp_of(facts, netns)
  local again = count(facts, netns, "Tcp", "RetransSegs")
  return {
    -- Requests for connections that nobody answers: who is asked may not be there.
    silent = count(facts, netns, "TcpExt", "TCPSynRetrans") > MOSTLY * again,
    protocol = "tcp", again = again,
    sent = count(facts, netns, "Tcp", "OutSegs") + again,
    spurious = math.min(again, count(facts, netns, "TcpExt", "TCPDSACKRecv") +
                               count(facts, netns, "TcpExt", "TCPDSACKOfoRecv")),
    here = lib.way.lost(facts, netns, { "tcp" }) + count(facts, netns, "TcpExt", "ListenDrops"),
    timeouts = count(facts, netns, "TcpExt", "TCPTimeouts"),
  }
end

-- Echo requests of a namespace's own to somebody who answered none: there may be nobody.
local function is_silent(row)
  return not row.passing and row.protocol ~= "udp" and row.answers == 0
end

local function silent(facts, netns)
  local questions, again = 0, 0
  if not facts["answers.pairs"] then return 0, 0 end
  local function here(row) return row.netns == netns and is_silent(row) end
  for _, row in ipairs(lib.answers.conversations(facts, here)) do
    questions, again = questions + row.questions, again + row.unanswered
  end
  return questions, again
end

local function echo_of(facts, netns)
  local sent, answered = 0, 0
  for _, names in ipairs { { "OutEchos", "InEchoReps" }, { "OutEchos", "InEchoReplies" } } do
    local family = names[2] == "InEchoReps" and "ipv4" or "ipv6"
    sent = sent + lib.loss.counter(facts, netns, family, "Icmp", names[1])
    answered = answered + lib.loss.counter(facts, netns, family, "Icmp", names[2])
  end
  local asked, vain = silent(facts, netns)
  return { protocol = "icmp", sent = math.max(0, sent - asked), spurious = 0,
           again = math.max(0, sent - answered - vain),
           here = lib.way.lost(facts, netns, { "icmp", "icmpv6" }) }
end

-- The connection that sent most again: it stands for all when it has most of them.
local function worst_connection(facts, netns)
  local rows = facts["tcp.retransmits"]
  if not rows then return nil end
  local best
  for row in rows:where { netns = netns }:each() do
    if not best or row.packets > best.packets then best = row end
  end
  return best
end

-- The conversations of one device and protocol together, the worst first in `worst`.
local function unanswered(facts, wanted)
  local groups, list = {}, {}
  if not facts["answers.pairs"] then return list end
  local function outside(row) return wanted(row) and not lib.host.owns(facts, row.dst) end
  for _, row in ipairs(lib.answers.conversations(facts, outside)) do
    local key = table.concat({ row.netns, row.device, row.protocol }, " ")
    local group = groups[key]
    if not group then
      group = { netns = row.netns, device = row.device, protocol = row.protocol, worst = row,
                again = 0, sent = 0, answers = 0, spurious = 0,
                here = lib.way.lost(facts, row.netns, { row.protocol }) }
      groups[key], list[#list + 1] = group, group
    end
    group.again, group.sent = group.again + row.unanswered, group.sent + row.questions
    group.answers = group.answers + row.answers
  end
  return list
end

-- Who never answered anything may not be there at all; of named traffic the user knows that it is.
local function unanswered_finding(facts, seen, lost, severity)
  local worst, known = seen.worst, facts.scoped or seen.answers > 0
  return (known and confirmed or suspected) {
    text = seen.protocol == "udp" and "udp" or "pings",
    where = { netns = seen.netns, device = seen.device, protocol = seen.protocol, family = worst.family },
    severity = severity, confidence = known and CONFIDENCE or UNCOUNTED, lost = lost, carried = seen.sent - lost,
    values = { device = seen.device ~= "" and seen.device or "a device", sent = seen.sent,
               lost_share = lost / seen.sent, here = seen.here, worst = worst.unanswered,
               src = worst.src, from = lib.address.with_port(worst.src, worst.sport, worst.family),
               dst = worst.dst, to = lib.address.with_port(worst.dst, worst.dport, worst.family) },
    evidence = {
      { fact = "answers.pairs", value = lost, unit = "packets", label = { "not answered", "未获应答" } },
      { fact = "answers.pairs", value = lost / seen.sent, unit = "share",
        label = { "of what was asked", "占已发出的询问" } },
      { fact = "drops.kernel", value = seen.here, unit = "packets",
        label = { "dropped on this host", "本机丢弃" } },
    },
    advice = { "route" },
  }
end

local function finding(facts, netns, seen, lost, severity)
  local worst = seen.protocol == "tcp" and worst_connection(facts, netns)
  local values = { sent = seen.sent, lost_share = lost / seen.sent, here = seen.here }
  if seen.protocol == "tcp" then
    values.timeouts = seen.timeouts > 0 and seen.timeouts or nil
    values.times = seen.timeouts == 1 and "time" or "times"
    values.spurious = seen.spurious > 0 and seen.spurious or nil
  end
  if worst then
    values.src, values.from = worst.src, lib.address.with_port(worst.src, worst.sport, worst.family)
    values.dst, values.to = worst.dst, lib.address.with_port(worst.dst, worst.dport, worst.family)
    values.worst = worst.packets
  end
  return (seen.silent and suspected or confirmed) {
    text = seen.protocol == "icmp" and "echo" or seen.silent and "silent" or nil,
    where = { netns = netns, protocol = seen.protocol },
    severity = severity, confidence = seen.silent and UNCOUNTED or CONFIDENCE, lost = lost, carried = seen.sent - lost,
    values = values,
    evidence = {
      { fact = "protocol.counters", value = lost, unit = "packets",
        label = { "sent again or never answered", "重传或未获应答" } },
      { fact = "protocol.counters", value = lost / seen.sent, unit = "share",
        label = { "of what was sent", "占已发送" } },
      { fact = "drops.kernel", value = seen.here, unit = "packets",
        label = { "dropped on this host", "本机丢弃" } },
    },
    advice = { worst and "path" or "counters" },
  }
end

-- "here", "late", "few", or the severity.
local function weigh(seen, lost, limits)
  if seen.again < data.severity.floor then return "few" end
  if seen.spurious > SPURIOUS * seen.again then return "late" end
  if seen.here >= HERE * seen.again then return "here" end
  local share = lost / seen.sent
  if (seen.timeouts or 0) > MOSTLY * seen.again then
    limits = { attention = limits.attention * TENTH, abnormal = limits.abnormal * TENTH }
  end
  if lost < data.severity.floor or share < limits.attention then return "few" end
  return share >= limits.abnormal and "abnormal" or "attention"
end

local reasons = { here = 3, late = 2, few = 1 }

local function judge_all(facts)
  local found, most, why = {}, nil, "few"
  for _, netns in ipairs(namespaces(facts)) do
    for _, seen in ipairs { tcp_of(facts, netns), echo_of(facts, netns) } do
      local lost = math.max(0, seen.again - seen.spurious - seen.here)
      local answer = weigh(seen, lost, data.severity.decision)
      if not reasons[answer] then
        found[#found + 1] = finding(facts, netns, seen, lost, answer)
      elseif reasons[answer] >= reasons[why] and seen.again > (most and most.again or 0) then
        most, why = seen, answer
      end
    end
  end
  local function of_others(row) return row.protocol == "udp" or row.passing end
  for _, wanted in ipairs { of_others, is_silent } do
    for _, seen in ipairs(unanswered(facts, wanted)) do
      local lost = math.max(0, seen.again - seen.here)
      local answer = weigh(seen, lost, data.severity.decision)
      if not reasons[answer] then
        found[#found + 1] = unanswered_finding(facts, seen, lost, answer)
      elseif reasons[answer] >= reasons[why] and seen.again > (most and most.again or 0) then
        most, why = seen, answer
      end
    end
  end
  if #found > 0 then return found end
  most = most or { again = 0, here = 0, spurious = 0 }
  return ruled_out { text = why == "few" and "ruled_out" or why,
                     values = { again = most.again, here = most.here, spurious = most.spurious,
                                threshold = data.severity.decision.attention } }
end

local function any() return true end

local function judge_scoped_questions(facts)
  local found = {}
  for _, seen in ipairs(unanswered(facts, any)) do
    local lost = math.max(0, seen.again - seen.here)
    local answer = weigh(seen, lost, data.severity.decision)
    if not reasons[answer] then found[#found + 1] = unanswered_finding(facts, seen, lost, answer) end
  end
  return found
end

-- Counters know no addresses: of named traffic only the connections seen to send again are known,
-- and not how much they sent.
local function judge_scoped(facts)
  local found = judge_scoped_questions(facts)
  if #found > 0 then return found end
  local rows = facts["tcp.retransmits"]
  if not rows then return undecided { text = "unscoped" } end
  local again, here = rows:sum("packets"), lib.loss.dropped(facts, "tcp")
  local worst = rows[1] and worst_connection(facts, rows[1].netns)
  if again < data.severity.floor or not worst or here >= HERE * again then
    return ruled_out { text = again < data.severity.floor and "ruled_out" or "here",
                       values = { again = again, here = here, spurious = 0,
                                  threshold = data.severity.decision.attention } }
  end
  return suspected {
    text = "scoped", where = { netns = worst.netns, protocol = "tcp" },
    severity = "attention", confidence = UNCOUNTED, lost = again - here,
    values = { src = worst.src, from = lib.address.with_port(worst.src, worst.sport, worst.family),
               dst = worst.dst, to = lib.address.with_port(worst.dst, worst.dport, worst.family),
               worst = worst.packets, here = here },
    evidence = { { fact = "tcp.retransmits", value = again - here, unit = "packets",
                   label = { "sent again", "重传" } } },
    advice = { "path" },
  }
end

return rule {
  title = { "Packets are lost outside of this host", "数据包在本机之外丢失" },
  class = "decision",
  needs = { "protocol.counters", "drops.kernel", "losses.benign" },
  uses = { "tcp.retransmits", "answers.pairs", "addresses.own", "links.counters" },
  texts = {
    confirmed = {
      "{lost:count} of {sent:count} TCP segments ({lost_share:percent}) of namespace {netns} had to be " ..
        "sent again[[, {timeouts:count} {times} only after a timeout]], and this host dropped " ..
        "{here:count}: they were lost outside of it[[; most often {from} to {to}, " ..
        "{worst:count} times]]",
      "命名空间 {netns} 的 {sent:count} 个 TCP 报文段中有 {lost:count} 个（{lost_share:percent}）需要重传" ..
        "[[，其中超时 {timeouts:count} 次]]，而本机仅丢弃 {here:count} 个：丢失发生在本机之外" ..
        "[[；最多的是 {from} 到 {to}，{worst:count} 次]]" },
    silent = {
      "{lost:count} of {sent:count} TCP segments ({lost_share:percent}) of namespace {netns} had to be sent again, " ..
        "most of them requests for connections: who is asked does not answer or is not there, or they are lost " ..
        "outside of this host[[; most often {from} to {to}, {worst:count} times]]",
      "命名空间 {netns} 的 {sent:count} 个 TCP 报文段中有 {lost:count} 个（{lost_share:percent}）需要重传，其中多数为连接请求：" ..
        "对端未应答或不存在，或在本机之外丢失[[；最多的是 {from} 到 {to}，{worst:count} 次]]" },
    echo = {
      "{lost:count} of {sent:count} echo requests ({lost_share:percent}) of namespace {netns} left and " ..
        "were not answered, and this host dropped {here:count}: question or answer was lost outside of it",
      "命名空间 {netns} 发出的 {sent:count} 个 echo 请求中有 {lost:count} 个（{lost_share:percent}）未获应答，" ..
        "而本机仅丢弃 {here:count} 个：请求或应答在本机之外丢失" },
    pings = {
      "{lost:count} of {sent:count} echo requests ({lost_share:percent}) left by {device} and were not answered, " ..
        "most of them from {src} to {dst} ({worst:count}), and this host dropped {here:count}: question or " ..
        "answer was lost outside of it",
      "经 {device} 发出的 {sent:count} 个 echo 请求中有 {lost:count} 个（{lost_share:percent}）未获应答，" ..
        "最多的是 {src} 到 {dst}（{worst:count} 个），而本机仅丢弃 {here:count} 个：请求或应答在本机之外丢失" },
    udp = {
      "{lost:count} of {sent:count} UDP questions ({lost_share:percent}) that left by {device} were not answered, " ..
        "most often {from} to {to} ({worst:count}), which was answered before, and this host " ..
        "dropped {here:count}: question or answer was lost outside of it",
      "经 {device} 发出的 {sent:count} 个 UDP 询问中有 {lost:count} 个（{lost_share:percent}）未获应答，" ..
        "最多的是此前有应答的 {from} 到 {to}（{worst:count} 个），而本机仅丢弃 {here:count} 个：" ..
        "询问或应答在本机之外丢失" },
    scoped = {
      "{lost:count} TCP segments of these connections had to be sent again, most often {from} to " ..
        "{to} ({worst:count} times), and this host dropped {here:count} of them; how many were " ..
        "sent in all is not known, and so neither is the share",
      "这些连接有 {lost:count} 个 TCP 报文段需要重传，最多的是 {from} 到 {to}（{worst:count} 次），" ..
        "本机仅丢弃 {here:count} 个；发送总数未知，因此占比未知" },
    ruled_out = {
      "{again:count} packets were sent again or not answered: fewer than 10, or below {threshold:percent} " ..
        "of what was sent",
      "重传或未获应答的数据包 {again:count} 个：少于 10 个，或低于已发送的 {threshold:percent}" },
    here = {
      "{again:count} packets were sent again or not answered, but this host dropped {here:count} itself",
      "重传或未获应答的数据包 {again:count} 个，但本机自身丢弃了 {here:count} 个" },
    late = {
      "{again:count} segments were sent again, but receivers report {spurious:count} as come twice: late " ..
        "or out of order, not lost",
      "重传报文段 {again:count} 个，但接收方报告其中 {spurious:count} 个重复到达：属于迟到或乱序，而非丢失" },
    unscoped = {
      "which connections sent again could not be watched, and the counters know no addresses",
      "无法观察是哪些连接在重传，而计数器不区分地址" },
  },
  advice = {
    { name = "path",
      text = { "Look at the way from {src} to {dst}: switch ports, the other host's NIC and stack. Run " ..
                 "netdoctor there at the same time.",
               "检查 {src} 到 {dst} 的路径：交换机端口、对端网卡与协议栈；并同时在对端运行 netdoctor。" },
      command = "ss -tni dst {dst}", risk = "none" },
    { name = "route",
      text = { "Look at the way from {src} to {dst}: switch ports, the other host's NIC and stack. Run " ..
                 "netdoctor there at the same time.",
               "检查 {src} 到 {dst} 的路径：交换机端口、对端网卡与协议栈；并同时在对端运行 netdoctor。" },
      command = "ip route get {dst}", risk = "none" },
    { name = "counters",
      text = { "See whom it concerns, and run netdoctor on the other side at the same time.",
               "查看涉及哪些对端，并同时在对端运行 netdoctor。" },
      command = "ss -tni", risk = "none" },
  },
  judge = function (facts)
    if facts.scoped then return judge_scoped(facts) end
    return judge_all(facts)
  end,
}
