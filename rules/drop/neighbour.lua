-- The next hop's hardware address is not known: nobody answers ARP or neighbour solicitations, too
-- many packets wait for the answer, or the table has no room.

-- Not what the protocol sent: of each packet that dies here the host tells itself by ICMP.
local function carried(facts, object)
  return lib.loss.device_packets(facts, { where = object.where, keys = { direction = "tx" },
                                          lost = object.lost })
end

local texts = { NEIGH_QUEUEFULL = "queue", NEIGH_CREATEFAIL = "table" }

local function name_next_hop(facts, object, given)
  local where = object.where
  given.values.destination = lib.loss.most(facts, object, "dst")
  given.text = texts[where.reason]
  if where.reason == "NEIGH_CREATEFAIL" then
    given.advice = { "table" }
  else
    given.advice = { where.device and "look" or "list" }
  end
end

return rule {
  title = { "The next hop does not answer", "下一跳无应答（ARP/ND）" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ leaving {device}]][[ for " ..
        "{destination}]] had nobody to go to: the next hop did not answer",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[离开 {device} ]][[去往 {destination} ]]时下一跳无应答" },
    queue = {
      "{lost:count} of {total:count} packets ({share:percent})[[ leaving {device}]][[ for " ..
        "{destination}]] were too many to wait for the answer of the next hop",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[离开 {device} ]][[去往 {destination} ]]在等待下一跳应答时超过队列上限" },
    table = {
      "{lost:count} of {total:count} packets ({share:percent})[[ leaving {device}]] found no room in " ..
        "the table of neighbours",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[离开 {device} ]]时邻居表已满" },
  },
  advice = {
    { name = "look",
      text = { "See what is known of the neighbours there (FAILED: nobody answered). Is the next hop " ..
                 "alive, on this wire, in this VLAN?",
               "查看该设备的邻居表（FAILED 表示无应答）。下一跳是否在线、是否在同一链路和 VLAN？" },
      command = "ip neigh show dev {device}", risk = "none" },
    { name = "list",
      text = { "See what is known of the neighbours (FAILED: nobody answered).",
               "查看邻居表（FAILED 表示无应答）。" },
      command = "ip neigh show", risk = "none" },
    { name = "table",
      text = { "See how many entries may be kept; a scan of a large network fills the table, and so " ..
                 "does a network with more hosts than that.",
               "查看邻居表上限；扫描大网段或主机数超过上限都会占满该表。" },
      command = "sysctl -a --pattern neigh.default.gc_thresh3", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device" },
      carried = carried,
      carried_fact = "links.counters",
      extend = name_next_hop,
    })
  end,
}
