-- An uplink that lost packets because its receive ring was full, while the ring may be larger. When
-- the CPU that empties it was saturated, a larger ring would only fill later: that is another cause.

-- A CPU with this part in softirq does not empty rings in time, whatever their size.
local LATE = 0.8

local function ring_of(facts, link)
  local rings = facts["nic.rings"]
  return rings and rings:where { netns = link.netns, device = link.device }[1]
end

local function emptied_late(facts, link)
  local use = facts["cpu.use"]
  if not use then return false end
  for _, entry in ipairs((lib.host.interrupt_cpus(facts, link.device))) do
    local row = use:where { cpu = entry.cpu }[1]
    if row and row.softirq >= LATE then return true end
  end
  return false
end

local function severity_of(lost, share)
  if lost < data.severity.floor or share < data.severity.fault.attention then return nil end
  return "attention"
end

local function found(link, ring, lost, share)
  return confirmed {
    where = { netns = link.netns, device = link.device, numa = link.numa },
    severity = severity_of(lost, share),
    confidence = 0.8,
    lost = lost, carried = link.rx_packets,
    values = { rx = ring.rx, rx_max = ring.rx_max },
    evidence = {
      { fact = "nic.links", value = lost, unit = "packets",
        label = { "lost for want of a descriptor", "因无接收描述符丢失" } },
      { fact = "nic.rings", value = ring.rx, unit = "slots", label = { "ring now", "当前环长" } },
      { fact = "nic.rings", value = ring.rx_max, unit = "slots",
        label = { "largest ring", "最大环长" } },
    },
  }
end

return rule {
  title = { "An uplink's receive ring is small and overflows", "上联网卡接收环过小且溢出" },
  class = "state",
  needs = { "nic.links", "nic.rings" },
  uses = { "nic.statistics", "interrupts.counts", "cpu.use" },
  texts = {
    confirmed = {
      "{device} lost {lost:count} of {total:count} packets ({share:percent}) because its receive ring " ..
        "was full; it has {rx:count} slots of {rx_max:count} possible",
      "{device} 因接收环满丢失 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）；当前 {rx:count} 项，最大 {rx_max:count}" },
    late = {
      "{device} lost {lost:count} packets from its receive ring, but the CPU that empties it was " ..
        "saturated: a larger ring would not help",
      "{device} 接收环丢失 {lost:count} 个数据包，但处理它的 CPU 已饱和：加大接收环无效" },
    largest = {
      "{device} lost {lost:count} packets from its receive ring, which is as large as it can be " ..
        "({rx:count} slots)",
      "{device} 接收环丢失 {lost:count} 个数据包，环已为最大（{rx:count} 项）" },
    unknown = {
      "{device} lost {lost:count} packets from its receive ring; how long that is, and may be, is not known",
      "{device} 接收环丢失 {lost:count} 个数据包；当前及最大环长未知" },
    ruled_out = {
      "no uplink lost packets for want of a receive descriptor[[ (smallest ring: {device}, {rx:count} " ..
        "of {rx_max:count} slots)]]",
      "没有上联口因接收描述符不足丢包[[（最小的环：{device}，{rx:count}/{rx_max:count} 项）]]" },
  },
  advice = {
    { text = { "Give {device} a larger receive ring: {rx:count} slots now, {rx_max:count} at most. The " ..
                 "link is down for a moment while that is done.",
               "加大 {device} 的接收环：当前 {rx:count}，最大 {rx_max:count}。修改时链路会短暂中断。" },
      command = "ethtool -G {device} rx {rx_max}", undo = "ethtool -G {device} rx {rx}",
      risk = "brief" },
  },
  judge = function (facts)
    local list, smallest, text, other, unknown = {}, nil, nil, nil, nil
    for _, link in ipairs(lib.host.uplinks(facts)) do
      local ring = ring_of(facts, link)
      local lost = lib.host.ring_lost(facts, link)
      local share = lost / math.max(1, lost + (link.rx_packets or 0))
      if ring and ring.rx and ring.rx_max then
        if severity_of(lost, share) and ring.rx < ring.rx_max and not emptied_late(facts, link) then
          list[#list + 1] = found(link, ring, lost, share)
        elseif severity_of(lost, share) then
          text = ring.rx < ring.rx_max and "late" or "largest"
          other = { device = link.device, lost = lost, rx = ring.rx, rx_max = ring.rx_max }
        end
        if smallest == nil or ring.rx < smallest.rx then
          smallest = { device = link.device, rx = ring.rx, rx_max = ring.rx_max }
        end
      elseif severity_of(lost, share) then
        unknown = { device = link.device, lost = lost }
      end
    end
    if #list > 0 then return list end
    if unknown then return undecided { text = "unknown", values = unknown } end
    return ruled_out { text = text, values = other or smallest }
  end,
}
