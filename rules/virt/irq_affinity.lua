-- Inside a guest: the interrupts of several virtio-net queues all go to one CPU, which is busy with
-- them while another one has time.

local limits, least = data.guest.affinity, data.guest.least

-- The idlest CPU besides one, and how idle.
local function idlest(facts, cpu)
  local best
  for use in facts["cpu.use"]:each() do
    if use.cpu ~= cpu and not use.isolated and (best == nil or use.idle > best.idle) then
      best = use
    end
  end
  return best
end

-- Receive interrupts by CPU, busiest first.
local function by_cpu(facts, lines)
  local counts, list = {}, {}
  for _, line in ipairs(lines) do
    for row in facts["interrupts.counts"]:where { irq = line.irq }:each() do
      counts[row.cpu] = (counts[row.cpu] or 0) + row.count
    end
  end
  for cpu, count in pairs(counts) do list[#list + 1] = { cpu = cpu, count = count } end
  table.sort(list, function (a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.cpu < b.cpu
  end)
  return list
end

local function busiest(lines)
  local best
  for _, line in ipairs(lines) do
    if best == nil or line.count > best.count then best = line end
  end
  return best
end

local function judge_device(facts, device)
  local lines, sum = lib.guest.interrupts(facts, device, "rx")
  local active = 0
  for _, line in ipairs(lines) do
    if line.count * #lines * 10 >= sum then active = active + 1 end
  end
  if active < 2 or sum < least.interrupts then return nil end
  local first = by_cpu(facts, lines)[1]
  local use = first and facts["cpu.use"]:where { cpu = first.cpu }[1]
  local other = first and idlest(facts, first.cpu)
  if not use or not other or not lib.host.seconds(use) then return nil end
  local part, load = first.count / sum, use.softirq + use.irq
  local known = { device = device.device, part = part, cpu = first.cpu, load = load }
  if part < limits.one_cpu or load < limits.softirq or other.idle < limits.idle then
    return nil, known
  end
  local line = busiest(lines)
  return confirmed {
    where = { netns = device.netns, device = device.device, cpu = first.cpu, numa = use.numa },
    severity = "attention", confidence = 0.8,
    values = { part = part, queues = active, load = load, other = other.cpu, idle = other.idle,
               irq = line.irq, cpus = line.cpus },
    evidence = {
      { fact = "interrupts.counts", value = part, unit = "share",
        label = { "of the interrupts of its receive queues on one CPU", "接收队列中断集中在一个 CPU 的比例" } },
      { fact = "cpu.use", value = load, unit = "share",
        label = { "of that CPU in softirqs and interrupts", "该 CPU 的软中断与中断占用" } },
    },
    advice = { line.cpus and "move" or "look" },
  }
end

return rule {
  title = { "A guest's queue interrupts all go to one CPU", "虚拟机队列中断集中在一个 CPU" },
  class = "state",
  needs = { "virtnet.devices", "virtnet.interrupts", "interrupts.counts", "cpu.use" },
  texts = {
    confirmed = {
      "CPU {cpu} took {part:percent} of the interrupts of {queues:count} receive queues of {device} and " ..
        "spent {load:percent} of its time in softirqs and interrupts, while CPU {other} was idle for " ..
        "{idle:percent}",
      "CPU {cpu} 处理了 {device} {queues:count} 个接收队列中断的 {part:percent}，软中断与中断占用 {load:percent}，" ..
        "而 CPU {other} 空闲 {idle:percent}" },
    ruled_out = {
      "no CPU is busy with the interrupts of several virtio-net queues while another one has time" ..
        "[[ ({device}: {part:percent} of them on CPU {cpu}, which spent {load:percent} on them)]]",
      "没有 CPU 独自承担多个 virtio-net 队列的中断[[（{device}：{part:percent} 在 CPU {cpu}，占用 {load:percent}）]]" },
  },
  advice = {
    { name = "move",
      text = { "Move interrupt {irq} of {device} from CPUs {cpus} to CPU {other}, and the others likewise, " ..
                 "one queue a CPU. irqbalance would undo it: stop it or tell it.",
               "将 {device} 的中断 {irq} 从 CPU {cpus} 移到 CPU {other}，其余同理，每队列一个 CPU。irqbalance 会改回：需停止或配置。" },
      command = "echo {other} | tee /proc/irq/{irq}/smp_affinity_list",
      undo = "echo {cpus} | tee /proc/irq/{irq}/smp_affinity_list",
      risk = "none", anywhere = true },
    { name = "look",
      text = { "See which CPUs take the interrupts of {device}.", "查看哪些 CPU 处理 {device} 的中断。" },
      command = "grep -e CPU -e virtio /proc/interrupts", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, known = {}, {}
    for device in facts["virtnet.devices"]:each() do
      local finding, seen = judge_device(facts, device)
      list[#list + 1] = finding
      known = seen or known
    end
    if #list > 0 then return list end
    return ruled_out { values = known }
  end,
}
