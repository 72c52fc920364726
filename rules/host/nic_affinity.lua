-- An uplink whose interrupts all go to one CPU, or to CPUs of another NUMA node, while that CPU cannot
-- keep up.

local limits = data.host.queues

local function use_of(facts, cpu)
  return facts["cpu.use"]:where { cpu = cpu }[1]
end

-- How many interrupts of queues a device has that counted at all.
local function queues_of(facts, device)
  local known, count = {}, 0
  for row in facts["interrupts.counts"]:where { device = device }:each() do
    if row.queue ~= nil and not known[row.irq] then
      known[row.irq] = true
      count = count + 1
    end
  end
  return count
end

local function remote_part(facts, link, cpus, sum)
  if not link.numa or sum == 0 then return 0 end
  local remote = 0
  for _, entry in ipairs(cpus) do
    local use = use_of(facts, entry.cpu)
    if use and use.numa and use.numa ~= link.numa then remote = remote + entry.count end
  end
  return remote / sum
end

-- CPUs of the device's node besides the one that suffers, as the kernel writes lists; at most 8.
local function better_cpus(facts, link, cpu)
  local list = {}
  for use in facts["cpu.use"]:each() do
    if use.cpu ~= cpu and not use.isolated and #list < 8 and
       (not link.numa or not use.numa or use.numa == link.numa) then
      list[#list + 1] = tostring(use.cpu)
    end
  end
  if #list > 0 then return table.concat(list, ",") end
end

local function found(facts, link, entry, harm, text, values, evidence)
  local use = use_of(facts, entry.cpu)
  values.irq, values.affinity = entry.irq, entry.affinity
  values.cpus = better_cpus(facts, link, entry.cpu)
  local given = {
    where = { netns = link.netns, device = link.device, cpu = entry.cpu, numa = use and use.numa },
    severity = "attention", confidence = 0.7, text = text, values = values, evidence = { evidence },
    advice = { values.cpus and entry.affinity and "move" or "look" },
  }
  lib.host.add_harm(given, harm)
  return confirmed(given)
end

local function judge_link(facts, link)
  local cpus, sum = lib.host.interrupt_cpus(facts, link.device)
  local first = cpus[1]
  local use = first and use_of(facts, first.cpu)
  if not use then return nil end
  local part, queues = first.count / math.max(1, sum), queues_of(facts, link.device)
  local harm = lib.host.harm(facts, use)
  if not harm.done or not lib.host.is_filled_by(link, harm) then return nil, first, part end
  local remote = remote_part(facts, link, cpus, sum)
  if queues > 1 and part >= limits.one_cpu and #facts["cpu.use"] > 1 then
    return found(facts, link, first, harm, "confirmed", { part = part, queues = queues },
      { fact = "interrupts.counts", value = part, unit = "share",
        label = { "of its interrupts on one CPU", "集中在一个 CPU 的中断比例" } })
  end
  if remote >= limits.remote then
    return found(facts, link, first, harm, "remote", { remote = remote, home = link.numa },
      { fact = "interrupts.counts", value = remote, unit = "share",
        label = { "of its interrupts on another node", "在其他 NUMA 节点的中断比例" } })
  end
  return nil, first, part
end

return rule {
  title = { "An uplink's interrupts go to the wrong CPUs", "上联网卡中断亲和性不当" },
  class = "state",
  needs = { "nic.links", "interrupts.counts", "cpu.use", "softnet.counters" },
  texts = {
    confirmed = {
      "CPU {cpu} took {part:percent} of the interrupts of the {queues:count} queues of {device} and " ..
        "cannot keep up ({dropped:count} packets dropped, {squeezed:count} polls a second ended with " ..
        "work left)",
      "CPU {cpu} 处理了 {device} 的 {queues:count} 个队列中断的 {part:percent}，已跟不上（丢弃 {dropped:count} 个，" ..
        "每秒 {squeezed:count} 次轮询未完成）" },
    remote = {
      "{remote:percent} of the interrupts of {device}, which is on NUMA node {home}, went to CPUs of " ..
        "other nodes, and CPU {cpu} cannot keep up ({dropped:count} packets dropped, " ..
        "{squeezed:count} polls a second ended with work left)",
      "{device} 位于 NUMA 节点 {home}，其 {remote:percent} 的中断由其他节点的 CPU 处理，CPU {cpu} 已跟不上" ..
        "（丢弃 {dropped:count} 个，每秒 {squeezed:count} 次轮询未完成）" },
    ruled_out = {
      "no CPU that takes interrupts of an uplink lost packets on its account[[ ({device}: {part:percent} of " ..
        "them on CPU {cpu})]]",
      "没有 CPU 因处理上联网卡中断而丢包[[（{device}：{part:percent} 在 CPU {cpu}）]]" },
    none = { "this namespace has no uplink", "该命名空间没有上联网卡" },
  },
  advice = {
    { name = "move",
      text = { "Move interrupt {irq} of {device}, the busiest there, from CPUs {affinity} to {cpus}, and " ..
                 "the others likewise, one queue a CPU. irqbalance would undo it: stop it or tell it.",
               "将 {device} 最忙的中断 {irq} 从 CPU {affinity} 移到 {cpus}，其余同理，每队列一个 CPU。irqbalance 会改回：需停止或配置。" },
      command = "echo {cpus} | tee /proc/irq/{irq}/smp_affinity_list",
      undo = "echo {affinity} | tee /proc/irq/{irq}/smp_affinity_list",
      risk = "none", anywhere = true },
    { name = "look",
      text = { "See which CPUs take the interrupts of {device}.", "查看哪些 CPU 处理 {device} 的中断。" },
      command = "grep -e CPU -e {device} /proc/interrupts", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, known, links = {}, {}, lib.host.physical(facts)
    for _, link in ipairs(links) do
      local finding, first, part = judge_link(facts, link)
      list[#list + 1] = finding
      if first and not known.device then
        known = { device = link.device, cpu = first.cpu, part = part }
      end
    end
    if #list > 0 then return list end
    return ruled_out { text = #links == 0 and "none" or nil, values = known }
  end,
}
