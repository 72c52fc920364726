-- A queueing discipline that is over its limit or rate. The kernel gives the same reason when a
-- discipline loses packets because it was told to (netem), drops early to keep the delay low
-- (CoDel, PIE, RED) or is full because a rate limit holds it back (a class of htb): these are decisions,
-- and are called what they are. fq has limits of a single flow, which its own limit does not help.

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

local decisions = { early = true, held = true, lossy = true }

local function class_of(facts, object)
  local row = lib.qdisc.dropping(facts, object.where)
  local manner = row and lib.qdisc.manner(facts, row, object.where.reason)
  return decisions[manner or ""] and "decision" or "fault"
end

local function propose_rate(row, values)
  values.new_rate = math.ceil(row.rate * (row.packets + row.drops) / math.max(1, row.packets) * ROOM)
  values.burst = row.burst
end

local advice_of = { early = { "early" }, held = { "look", "rates" }, lossy = { "lossy" },
                    horizon = { "fq" }, beside = { "fq" } }

local function can_be_changed(row)
  return row.handle ~= "0:" and row.parent == "root"
end

local function advice_for(row, manner, values)
  if advice_of[manner] then return advice_of[manner] end
  if manner == "flow" then
    if row.kind ~= "fq" or not values.flow_limit or not can_be_changed(row) then return { "fq" } end
    values.new_limit = row.flow_limit * LARGER
    return { "fq", "flow" }
  end
  if row.kind == "tbf" and row.burst and row.rate and row.rate > 0 and row.limit then
    propose_rate(row, values)
    return { row.parent == "root" and "rate" or "look" }
  end
  if row.kind == "pfifo_fast" and row.queue_length then
    values.new_limit = row.queue_length * LARGER
    return { "length" }
  end
  if kinds_with_limit[row.kind] and row.limit and can_be_changed(row) then
    values.new_limit = row.limit * LARGER
    return { "limit" }
  end
  return { "look" }
end

-- Reasons that a device without carrier gives as well (noop_qdisc, which counts no drop of its own).
local unsaid = { [""] = true, QDISC_DROP = true, QDISC_DROP_GENERIC = true }

local function name_shaper(facts, row, values)
  local shaper = lib.qdisc.shaper(facts, row)
  values.shaper, values.waits = shaper.kind .. " " .. shaper.handle, shaper.overlimits
end

local function name_qdisc(facts, object, given)
  local row = lib.qdisc.dropping(facts, object.where)
  if not row then
    given.advice = { object.where.device and "look" or "look_all" }
    if unsaid[object.where.reason or ""] and lib.qdisc.none_dropped(facts, object.where) then
      given.text, given.confidence, given.advice = "away", 0.7, { "link" }
    end
    return
  end
  local values, manner = given.values, lib.qdisc.manner(facts, row, object.where.reason)
  values.kind, values.handle, values.place = row.kind, row.handle, lib.qdisc.place(row)
  values.limit, values.backlog = row.limit, row.backlog_packets
  if row.limit_unit == "bytes" then
    values.limit_bytes, values.backlog_bytes = row.limit, row.backlog_bytes
  elseif row.limit_unit == "packets" then
    values.limit_packets = row.limit
  end
  if row.rate and row.rate > 0 then values.rate = row.rate end
  values.loss, values.length, values.dropped = row.loss, row.queue_length, row.drops
  if row.flow_limit and row.flow_limit > 0 then values.flow_limit = row.flow_limit end
  if manner == "held" then name_shaper(facts, row, values) end
  object.where.queue = row.queue
  given.text = manner == "full" and "confirmed" or manner
  given.evidence[#given.evidence + 1] = { fact = "qdiscs.counters", value = row.drops,
    unit = "packets", label = { "drops that the qdisc counts", "qdisc 自身的丢包计数" } }
  given.advice = advice_for(row, manner, values)
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
    held = {
      "{lost:count} of {total:count} packets ({share:percent}) leaving {device} found {kind} {handle} " ..
        "full[[, limit {limit_packets:count} packets]][[, limit {limit_bytes:bytes}]]: the rate limit of " ..
        "{shaper} holds it back ({waits:count} times in the window)",
      "离开 {device} 的 {total:count} 个数据包中有 {lost:count} 个（{share:percent}）因 {kind} {handle} 已满被丢弃" ..
        "[[，上限 {limit_packets:count} 个]][[，上限 {limit_bytes:bytes}]]：{shaper} 的限速使其等待" ..
        "（观察窗口内 {waits:count} 次）" },
    flow = {
      "{lost:count} of {total:count} packets ({share:percent}) leaving {device} were of flows that had as " ..
        "many packets in {kind} {handle} as one may[[ (flow_limit {flow_limit:count})]]; the queue itself " ..
        "was not full",
      "离开 {device} 的 {total:count} 个数据包中有 {lost:count} 个（{share:percent}）被丢弃：其所属的流在 {kind} " ..
        "{handle} 中排队已达单流上限[[（flow_limit {flow_limit:count}）]]；队列本身未满" },
    horizon = {
      "{lost:count} of {total:count} packets ({share:percent}) leaving {device} were to be sent later than " ..
        "{kind} {handle} plans ahead (horizon); the queue itself was not full",
      "离开 {device} 的 {total:count} 个数据包中有 {lost:count} 个（{share:percent}）被丢弃：其发送时刻超出 {kind} " ..
        "{handle} 的 horizon；队列本身未满" },
    beside = {
      "{kind} {handle} dropped {lost:count} of {total:count} packets ({share:percent}) leaving {device} and " ..
        "was not full: a flow had as many packets in it as one may[[ (flow_limit {flow_limit:count})]], or " ..
        "they were to be sent later than it plans ahead (horizon)",
      "{kind} {handle} 丢弃了离开 {device} 的 {total:count} 个数据包中的 {lost:count} 个（{share:percent}），而队列本身未满：" ..
        "某条流排队已达单流上限[[（flow_limit {flow_limit:count}）]]，或其发送时刻超出 horizon" },
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
    { name = "rates",
      text = { "See the rates of the classes. A rate is set by somebody (libvirt's <bandwidth>, a tenant's " ..
                 "cap): if it is wanted, the sender has to slow down.",
               "查看各类的速率。限速由人设定（libvirt 的 <bandwidth>、租户带宽上限）：若属有意，应由发送方降速。" },
      command = "tc -s class show dev {device}", risk = "none" },
    { name = "fq",
      text = { "See which limit of a flow it was (flows_plimit, horizon_drops). The flow sends faster than " ..
                 "it is paced or than the device takes it: a larger limit of the queue does not help.",
               "查看是哪种单流限制（flows_plimit、horizon_drops）。该流的发送快于其配速或设备的处理：加大队列上限无效。" },
      command = "tc -s qdisc show dev {device}", risk = "none" },
    { name = "flow",
      text = { "One flow may hold {flow_limit:count} packets; its bursts are larger. More take them, and " ..
                 "packets of that flow wait longer.",
               "单条流可排队 {flow_limit:count} 个，其突发超过此值。加大可吸收突发，但该流的排队时延增加。" },
      command = "tc qdisc change dev {device} root handle {handle} fq flow_limit {new_limit}",
      undo = "tc qdisc change dev {device} root handle {handle} fq flow_limit {flow_limit}",
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
