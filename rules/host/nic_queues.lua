-- An uplink whose packets all go through fewer queues than it could have, or through one of several,
-- while the CPU of that queue cannot keep up.

local limits = data.host.queues

local function channels_of(facts, link)
  local all = facts["nic.queues"]
  return all and all:where { netns = link.netns, device = link.device }[1]
end

-- Queues in use and possible; drivers count combined ones, or receive ones apart.
local function count_queues(row)
  local now, most = row.combined or 0, row.combined_max or 0
  if most == 0 then now, most = row.rx or 0, row.rx_max or 0 end
  return now, most
end

-- The CPU that suffers from the device's packets among those that take its interrupts, with its harm.
local function suffering(facts, link)
  for _, entry in ipairs((lib.host.interrupt_cpus(facts, link.device))) do
    local use = facts["cpu.use"]:where { cpu = entry.cpu }[1]
    if use then
      local harm = lib.host.harm(facts, use)
      if harm.done and lib.host.is_filled_by(link, harm) then return use, harm end
    end
  end
end

-- The queue that took most of the packets, and its part.
local function fullest(facts, link)
  local all = facts["nic.queue_traffic"]
  if not all then return nil end
  local rows = all:where { netns = link.netns, device = link.device }
  local sum, best = rows:sum("rx_packets"), nil
  for row in rows:each() do
    if row.rx_packets and (best == nil or row.rx_packets > best.rx_packets) then best = row end
  end
  if best and sum > 0 then return best.queue, best.rx_packets / sum end
end

local function found(link, use, harm, text, values, queue, evidence)
  local given = {
    where = { netns = link.netns, device = link.device, numa = link.numa, cpu = use.cpu,
              queue = queue },
    severity = "attention", confidence = 0.7, text = text, values = values,
    evidence = { evidence }, advice = { text == "confirmed" and "more" or "spread" },
  }
  lib.host.add_harm(given, harm)
  given.lost, given.carried = nil, nil
  return confirmed(given)
end

local function judge_link(facts, link, cpus)
  local row = channels_of(facts, link)
  if not row then return nil end
  local now, most = count_queues(row)
  local use, harm = suffering(facts, link)
  if not use then return nil, now, most end
  local possible = math.min(most, cpus)
  if now < possible then
    return found(link, use, harm, "confirmed",
      { now = now, possible = possible, kind = (row.combined_max or 0) > 0 and "combined" or "rx" },
      nil, { fact = "nic.queues", value = now, unit = "count", label = { "queues now", "当前队列数" } })
  end
  local queue, part = fullest(facts, link)
  if now > 1 and part and part >= limits.one_queue then
    return found(link, use, harm, "uneven", { part = part, now = now }, queue,
      { fact = "nic.queue_traffic", value = part, unit = "share",
        label = { "of the packets in one queue", "集中在一个队列的比例" } })
  end
  return nil, now, most
end

return rule {
  title = { "An uplink does not use its queues", "上联网卡队列未充分使用" },
  class = "state",
  needs = { "nic.links", "nic.queues", "cpu.use", "softnet.counters" },
  uses = { "nic.queue_traffic", "interrupts.counts" },
  texts = {
    confirmed = {
      "{device} uses {now:count} of {possible:count} queues, and CPU {cpu} that serves it cannot keep " ..
        "up ({dropped:count} packets dropped, {squeezed:count} polls a second ended with work left)",
      "{device} 使用了 {possible:count} 个队列中的 {now:count} 个，处理它的 CPU {cpu} 已跟不上" ..
        "（丢弃 {dropped:count} 个，每秒 {squeezed:count} 次轮询未完成）" },
    uneven = {
      "{part:percent} of the packets of {device} came through queue {queue} of {now:count}, and CPU " ..
        "{cpu} that serves it cannot keep up ({dropped:count} packets dropped, {squeezed:count} polls " ..
        "a second ended with work left)",
      "{device} 的 {part:percent} 数据包经由 {now:count} 个队列中的队列 {queue}，处理它的 CPU {cpu} 已跟不上" ..
        "（丢弃 {dropped:count} 个，每秒 {squeezed:count} 次轮询未完成）" },
    ruled_out = {
      "no CPU that serves an uplink lost packets on its account[[ ({device}: {now:count} of {most:count} " ..
        "queues)]]",
      "没有 CPU 因处理上联网卡而丢包[[（{device}：{now:count}/{most:count} 个队列）]]" },
    none = { "this namespace has no uplink", "该命名空间没有上联网卡" },
  },
  advice = {
    { name = "more",
      text = { "Give {device} more queues, so that more CPUs take its packets: {now:count} now, " ..
                 "{possible:count} are possible on this host. The link is down for a moment.",
               "增加 {device} 的队列，让更多 CPU 参与：当前 {now:count}，本机最多 {possible:count}。修改时链路会短暂中断。" },
      command = "ethtool -L {device} {kind} {possible}", undo = "ethtool -L {device} {kind} {now}",
      risk = "brief" },
    { name = "spread",
      text = { "One queue takes nearly everything: see how packets are spread (RSS table and hash). One " ..
                 "flow, or tunnels hashed by their outer addresses, cannot be spread by the NIC: RPS can.",
               "几乎全部流量在一个队列：查看 RSS 表和哈希。单条流或仅按外层地址哈希的隧道无法由网卡分散，可使用 RPS。" },
      command = "ethtool -x {device}", risk = "none" },
  },
  judge = function (facts)
    local list, known, links = {}, {}, lib.host.physical(facts)
    for _, link in ipairs(links) do
      local finding, now, most = judge_link(facts, link, #facts["cpu.use"])
      list[#list + 1] = finding
      if now and not known.device then known = { device = link.device, now = now, most = most } end
    end
    if #list > 0 then return list end
    return ruled_out { text = #links == 0 and "none" or nil, values = known }
  end,
}
