-- The ring of a tap is full: its reader (vhost, or the VM's process) takes packets later than they
-- come. The ring holds txqueuelen packets of each queue.

-- With more than this part lost the reader stands still rather than being late.
local STANDS = 0.9
-- A ring is proposed at this multiple, room for the bursts that were lost, and not below the length
-- that a tap starts with. One that is shorter than that comes before its reader.
local LARGER, USUAL = 4, 1000

-- What is sent to a tap is for its guest; that of a macvtap gets what the device receives.
local function carried(facts, object)
  local link = lib.link.of(facts, object.where)
  local direction = link and link.kind == "macvtap" and "rx" or "tx"
  return lib.loss.device_packets(facts, { where = object.where, lost = object.lost,
                                          keys = { direction = direction } })
end

local function ring_length(facts, where)
  local all = facts["qdiscs.counters"]
  if not all or not where.device then return nil end
  return all:where { netns = where.netns, device = where.device }:max("queue_length")
end

local function name_ring(facts, object, given)
  local length = ring_length(facts, object.where)
  given.values.length = length
  given.advice = { object.where.device and "reader" or "readers" }
  if (object.share or 1) < STANDS and length and length > 0 then
    given.values.new_length = math.max(USUAL, length * LARGER)
    table.insert(given.advice, length < USUAL and 1 or 2, "longer")
  end
end

return rule {
  title = { "The ring of a tap is full", "TAP 环形缓冲区已满" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "qdiscs.counters", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ for {device}]] found its ring full" ..
        "[[ ({length:count} packets a queue)]]: the VM, or what reads for it, takes them too late",
      "{total:count} 个[[发往 {device} 的]]数据包中有 {lost:count} 个（{share:percent}）因环已满被丢弃" ..
        "[[（每队列 {length:count} 个）]]：虚拟机或其读取者取走过慢" },
    ruled_out = {
      "no tap's ring was full in the window",
      "观察窗口内没有 TAP 环溢出" },
  },
  advice = {
    { name = "reader",
      text = { "Look at what reads {device}: does the VM run, does its vhost thread get CPU, does the " ..
                 "guest take packets?",
               "检查 {device} 的读取者：虚拟机是否运行、vhost 线程是否得到 CPU、客户机是否收包。" },
      command = "ip -d -s link show dev {device}", risk = "none" },
    { name = "longer",
      text = { "Most packets are taken: bursts are larger than the ring of {length:count}. A longer " ..
                 "one takes them; packets wait longer in it.",
               "多数数据包已被取走，突发超过环长 {length:count}。加长可吸收突发，但排队时延增加。" },
      command = "ip link set dev {device} txqueuelen {new_length}",
      undo = "ip link set dev {device} txqueuelen {length}",
      risk = "brief" },
    { name = "readers",
      text = { "Look for taps whose packets are dropped.", "查看哪些 TAP 有丢包。" },
      command = "ip -s link show type tun", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device" },
      carried = carried,
      carried_fact = "links.counters",
      extend = name_ring,
    })
  end,
}
