-- A queueing discipline that is over its limit or rate. The kernel gives the same reason when a
-- discipline loses packets because it was told to (netem) or drops early to keep the delay low
-- (CoDel, PIE, RED): these are decisions, and are called what they are.

-- A limit is proposed at this multiple: room for the bursts that were lost, not for ever.
local LARGER = 4
-- And a rate at what was offered, with a little room.
local ROOM = 1.25

local kinds_with_limit = {
  bfifo = true, codel = true, fq = true, fq_codel = true, pfifo = true, pie = true, sfq = true,
}

local function carried(facts, object)
  local row = lib.qdisc.dropping(facts, object.where)
  if row then return lib.qdisc.sent(facts, row) end
  return lib.loss.device_packets(facts, object)
end

local function class_of(facts, object)
  local row = lib.qdisc.dropping(facts, object.where)
  if row and lib.qdisc.manner(row) ~= "full" then return "decision" end
  return "fault"
end

local function propose_rate(row, values)
  values.new_rate = math.ceil(row.rate * (row.packets + row.drops) / math.max(1, row.packets) * ROOM)
  values.burst = row.burst
end

local function advice_for(row, values)
  local manner = lib.qdisc.manner(row)
  if manner == "lossy" then return { "lossy" } end
  if manner == "early" then return { "early" } end
  if row.kind == "tbf" and row.burst and row.rate and row.rate > 0 and row.limit then
    propose_rate(row, values)
    return { row.parent == "root" and "rate" or "look" }
  end
  if row.kind == "pfifo_fast" and row.queue_length then
    values.new_limit = row.queue_length * LARGER
    return { "length" }
  end
  if kinds_with_limit[row.kind] and row.limit and row.handle ~= "0:" and row.parent == "root" then
    values.new_limit = row.limit * LARGER
    return { "limit" }
  end
  return { "look" }
end

-- Reasons that a device without carrier gives as well (noop_qdisc, which counts no drop of its own).
local unsaid = { [""] = true, QDISC_DROP = true, QDISC_DROP_GENERIC = true }

local function name_qdisc(facts, object, given)
  local row = lib.qdisc.dropping(facts, object.where)
  if not row then
    given.advice = { object.where.device and "look" or "look_all" }
    if unsaid[object.where.reason or ""] and lib.qdisc.none_dropped(facts, object.where) then
      given.text, given.confidence, given.advice = "away", 0.7, { "link" }
    end
    return
  end
  local values = given.values
  values.kind, values.handle, values.place = row.kind, row.handle, lib.qdisc.place(row)
  values.limit, values.backlog = row.limit, row.backlog_packets
  if row.limit_unit == "bytes" then
    values.limit_bytes, values.backlog_bytes = row.limit, row.backlog_bytes
  elseif row.limit_unit == "packets" then
    values.limit_packets = row.limit
  end
  if row.rate and row.rate > 0 then values.rate = row.rate end
  values.loss, values.length, values.dropped = row.loss, row.queue_length, row.drops
  object.where.queue = row.queue
  given.text = ({ lossy = "lossy", early = "early", full = "confirmed" })[lib.qdisc.manner(row)]
  given.evidence[#given.evidence + 1] = { fact = "qdiscs.counters", value = row.drops,
    unit = "packets", label = { "drops that the qdisc counts", "qdisc 自身的丢包计数" } }
  given.advice = advice_for(row, values)
end

return rule {
  title = { "A queueing discipline drops packets", "排队规则（qdisc）丢弃数据包" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "qdiscs.counters", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ leaving {device}]] found the queue " ..
        "full[[: {kind} {handle}]][[, limit {limit_packets:count} packets, {backlog:count} waiting " ..
        "at the end]][[, limit {limit_bytes:bytes}, {backlog_bytes:bytes} waiting at the end]]" ..
        "[[, rate {rate:bytes} per second]]",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[离开 {device} 时]]因队列已满被丢弃" ..
        "[[：{kind} {handle}]][[，上限 {limit_packets:count} 个，结束时排队 {backlog:count} 个]]" ..
        "[[，上限 {limit_bytes:bytes}，结束时排队 {backlog_bytes:bytes}]][[，速率每秒 {rate:bytes}]]" },
    lossy = {
      "{lost:count} of {total:count} packets ({share:percent}) leaving {device} were lost by {kind} " ..
        "{handle}, which is told to lose {loss:percent}; no queue was full",
      "{device} 上的 {kind} {handle} 被配置为丢弃 {loss:percent}，丢失 {total:count} 个数据包中的 " ..
        "{lost:count} 个（{share:percent}）；队列并未满" },
    early = {
      "{kind} {handle} on {device} dropped {lost:count} of {total:count} packets ({share:percent}) " ..
        "early, to keep the waiting time low; it was not full[[ (limit {limit:count})]]",
      "{device} 上的 {kind} {handle} 为控制排队时延提前丢弃 {total:count} 个数据包中的 {lost:count} 个" ..
        "（{share:percent}）；队列并未满[[（上限 {limit:count}）]]" },
    away = {
      "{lost:count} of {total:count} packets ({share:percent}) leaving {device} were dropped, and its " ..
        "queue counted none of them: the device had no carrier, or was off, for a part of the window, or " ..
        "its queue was exchanged",
      "离开 {device} 的 {total:count} 个数据包中有 {lost:count} 个（{share:percent}）被丢弃，而其队列未计入任何丢包：" ..
        "该设备在观察窗口的一段时间内无载波或被关闭，或其队列被更换" },
    ruled_out = {
      "no queueing discipline dropped a packet in the window",
      "观察窗口内没有 qdisc 丢包" },
  },
  advice = {
    { name = "rate",
      text = { "More is offered than the rate of {rate:bytes} per second lets through. If that rate " ..
                 "is not wanted, raise it; else the sender has to slow down.",
               "流量超过每秒 {rate:bytes} 的限速。若该限速并非有意，请提高；否则应由发送方降速。" },
      command = "tc qdisc change dev {device} root handle {handle} tbf rate {new_rate}bps " ..
        "burst {burst} limit {limit}",
      undo = "tc qdisc change dev {device} root handle {handle} tbf rate {rate}bps burst {burst} " ..
        "limit {limit}",
      risk = "none" },
    { name = "limit",
      text = { "The queue holds {limit:count}; bursts are larger. A longer queue takes them, and " ..
                 "packets wait longer in it. When the link itself is full it does not help.",
               "队列上限 {limit:count}，突发超过此值。加长队列可吸收突发，但排队时延增加；链路本身饱和时无效。" },
      command = "tc qdisc change dev {device} root handle {handle} {kind} limit {new_limit}",
      undo = "tc qdisc change dev {device} root handle {handle} {kind} limit {limit}",
      risk = "none" },
    { name = "length",
      text = { "The queue holds txqueuelen packets in each band, {length:count} now; bursts are " ..
                 "larger. A longer queue takes them, and packets wait longer in it.",
               "每个优先级队列上限为 txqueuelen（当前 {length:count}），突发超过此值。加长可吸收突发，但排队时延增加。" },
      command = "ip link set dev {device} txqueuelen {new_limit}",
      undo = "ip link set dev {device} txqueuelen {length}",
      risk = "none" },
    { name = "lossy",
      text = { "netem loses packets on purpose: it is a test tool. See who left it there.",
               "netem 会故意丢包，属于测试工具。请确认是谁留下的。" },
      command = "tc -s -d qdisc show dev {device}", risk = "none" },
    { name = "early",
      text = { "Early drops tell senders to slow down; that is how this discipline works. Packets " ..
                 "come in faster than the device or the rate above it takes them: look there.",
               "提前丢包用于让发送方降速，是该 qdisc 的正常机制。数据包到达快于设备或上层限速：请检查该处。" },
      command = "tc -s -d qdisc show dev {device}", risk = "none" },
    { name = "look",
      text = { "See which class or child is full, and what it is limited to.",
               "查看哪个类或子队列已满及其上限。" },
      command = "tc -s -d qdisc show dev {device}", risk = "none" },
    { name = "link",
      text = { "See how often the carrier went (transns): cable and switch port, the other end of a " ..
                 "veth, or what switches the device off.",
               "查看载波变化次数（transns）：检查线缆与交换机端口、veth 的对端，或是什么关闭了该设备。" },
      command = "ip -s -s link show dev {device}", risk = "none" },
    { name = "look_all",
      text = { "See which queue has drops.", "查看哪个队列有丢包。" },
      command = "tc -s -d qdisc show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      class_of = class_of,
      by = { "netns", "device", "direction" },
      carried = carried,
      carried_fact = "qdiscs.counters",
      extend = name_qdisc,
    })
  end,
}
