-- Datagrams that came in pieces and did not become whole: a piece is missing, two contradict each other,
-- or there is no more memory to wait in.

-- One of the kernel's counters names the kind when it stands for this part of the failures.
local COVER = 0.8

local kinds = { FRAG_REASM_TIMEOUT = "missing", DUP_FRAG = "overlap", FRAG_TOO_FAR = "far" }

local function counted(facts, where, group, name)
  return lib.loss.counter(facts, where.netns, where.family, group, name)
end

-- Pieces that came and were not lost.
local function carried(facts, object)
  local came = counted(facts, object.where, "Ip", "ReasmReqds")
  -- Connection tracking puts IPv6 together itself and counts none (nf_ct_frag6_gather).
  if came == 0 and object.where.family == "ipv6" then return nil end
  return math.max(0, came - object.lost)
end

local function kind_of(facts, where)
  if kinds[where.reason or ""] then return kinds[where.reason] end
  local failed = counted(facts, where, "Ip", "ReasmFails")
  if failed == 0 then return "confirmed" end
  if counted(facts, where, "Ip", "ReasmTimeout") >= COVER * failed then return "missing" end
  if counted(facts, where, "Ip", "ReasmTimeout") < (1 - COVER) * failed then return "overlap" end
  return "confirmed"
end

-- Of a datagram's fragments only the one that came last, or first, still knows its device when they are
-- given up. The others belong to the only place that is known, if there is one.
local function only_place(facts)
  local place, homeless
  for row in facts["losses"]:each() do
    if row.netns == "" then
      homeless = true
    elseif place == nil then
      place = { netns = row.netns, device = row.device }
    elseif place.netns ~= row.netns or place.device ~= row.device then
      return nil
    end
  end
  return homeless and place
end

local function name_kind(facts, object, given)
  given.text = kind_of(facts, object.where)
  given.values.failed = counted(facts, object.where, "Ip", "ReasmFails")
  given.values.sender = lib.loss.most(facts, object, "src")
  given.advice = { given.text == "overlap" and "sender" or "path" }
end

return rule {
  title = { "Fragments do not become whole datagrams", "分片无法重组" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} fragments ({share:percent})[[ on {device}]][[ from {sender}]] could " ..
        "not be put together[[; {failed:count} reassemblies failed]]",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个分片中有 {lost:count} 个（{share:percent}）无法重组" ..
        "[[；重组失败 {failed:count} 次]]" },
    missing = {
      "{lost:count} of {total:count} fragments ({share:percent})[[ on {device}]][[ from {sender}]] waited " ..
        "in vain for the rest of their datagram[[; {failed:count} datagrams did not become whole in time]]",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个分片中有 {lost:count} 个（{share:percent}）未等到其余分片" ..
        "[[；{failed:count} 个数据报未能按时重组]]" },
    overlap = {
      "{lost:count} of {total:count} fragments ({share:percent})[[ on {device}]][[ from {sender}]] " ..
        "contradicted others of their datagram (overlap, double or wrong length)[[; {failed:count} " ..
        "reassemblies failed]]",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个分片中有 {lost:count} 个（{share:percent}）与同一数据报的" ..
        "其他分片矛盾（重叠、重复或长度错误）[[；重组失败 {failed:count} 次]]" },
    far = {
      "{lost:count} of {total:count} fragments ({share:percent})[[ on {device}]][[ from {sender}]] came " ..
        "too long after the others of their datagram",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个分片中有 {lost:count} 个（{share:percent}）比同一数据报的" ..
        "其他分片晚到太多" },
  },
  advice = {
    { name = "path",
      text = { "Some fragments get lost on the way: firewalls and load balancers often pass only the " ..
                 "first, and bursts overflow queues. Best is that nothing needs to be fragmented: a " ..
                 "smaller MTU or datagram at the sender.",
               "部分分片在途中丢失：防火墙和负载均衡常只放行首个分片，突发也会溢出队列。最好避免分片：减小发送方的 MTU 或数据报。" },
      command = "nstat -az IpReasmReqds IpReasmFails IpReasmTimeout Ip6ReasmReqds Ip6ReasmFails " ..
        "Ip6ReasmTimeout", risk = "none" },
    { name = "sender",
      text = { "No healthy sender makes such fragments: look at who sends them, for a device on the way " ..
                 "that duplicates packets, or an attack.",
               "正常的发送方不会产生这样的分片：检查发送者、途中是否有设备复制报文，或是否为攻击。" },
      command = "nstat -az IpReasmFails IpExtReasmOverlaps Ip6ReasmFails", risk = "none" },
  },
  judge = function (facts)
    local place = only_place(facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = place and { "family" } or { "netns", "device", "family" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = function (all, object, given)
        if place then object.where.netns, object.where.device = place.netns, place.device end
        name_kind(all, object, given)
      end,
    })
  end,
}
