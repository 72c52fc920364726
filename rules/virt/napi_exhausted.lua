-- Inside a guest: nearly every poll of a virtio-net queue takes all that it may, so that more is there
-- than is taken: one CPU cannot keep up with the queue though others may be idle.

local limits, least = data.guest, data.guest.least

local function line_of(facts, row)
  local lines = facts["virtnet.interrupts"]
  return lines and lines:where { netns = row.netns, device = row.device, queue = row.queue,
                                 direction = "rx" }[1]
end

local function judge_queue(facts, row, queues)
  local polls = row.polls - row.busy
  local part = row.exhausted / polls
  local line = line_of(facts, row)
  local ring = lib.guest.ring(facts, row)
  local device = lib.guest.device(facts, row)
  local more = device and device.cpus > queues
  return confirmed {
    where = { netns = row.netns, device = row.device, queue = row.queue,
              cpu = line and lib.guest.cpu_of(facts, line.irq) },
    severity = "attention", confidence = 0.8,
    values = { part = part, polls = polls, budget = row.budget, packets = row.packets,
               each = math.floor(row.packets / row.polls), soft = row.ksoftirqd / polls,
               waiting = ring and ring.waiting, now = queues, cpus = device and device.cpus },
    evidence = {
      { fact = "virtnet.polls", value = part, unit = "share",
        label = { "of its polls took all they might", "用满预算的轮询比例" } },
      { fact = "virtnet.polls", value = row.ksoftirqd / polls, unit = "share",
        label = { "of them by ksoftirqd", "由 ksoftirqd 执行的比例" } },
    },
    advice = { more and "more" or "spread" },
  }
end

return rule {
  title = { "A guest's receive polling never ends", "虚拟机接收轮询预算耗尽" },
  class = "state",
  needs = { "virtnet.polls" },
  uses = { "virtnet.devices", "virtnet.interrupts", "virtnet.rings" },
  details = { "interrupts.counts" },
  texts = {
    confirmed = {
      "{part:percent} of {polls:count} polls of {device}, queue {queue}, took all {budget:count} packets " ..
        "that they might, {soft:percent} of them by ksoftirqd: more comes than [[CPU {cpu} ]]takes" ..
        "[[, and {waiting:count} waited at the end]]",
      "{device} 队列 {queue} 的 {polls:count} 次轮询中有 {part:percent} 用满 {budget:count} 个包的预算，其中 {soft:percent} 由 " ..
        "ksoftirqd 执行：到达多于处理[[（CPU {cpu}）]][[，结束时仍有 {waiting:count} 个等待]]" },
    ruled_out = {
      "polls of virtio-net queues end with work done[[ ({device}, queue {queue}: {part:percent} of " ..
        "{polls:count} took all they might)]]",
      "virtio-net 队列的轮询均能完成[[（{device} 队列 {queue}：{polls:count} 次中 {part:percent} 用满预算）]]" },
  },
  advice = {
    { name = "more",
      text = { "Let more CPUs of the guest take packets of {device}: it uses {now:count} queues and has " ..
                 "{cpus:count} CPUs. The host has to offer the queues (libvirt: <driver queues=...>).",
               "让虚拟机更多 CPU 接收 {device} 的数据包：当前 {now:count} 个队列，{cpus:count} 个 CPU。宿主机需提供队列（libvirt：<driver queues=...>）。" },
      command = "ethtool -L {device} combined {cpus}", undo = "ethtool -L {device} combined {now}",
      risk = "brief" },
    { name = "spread",
      text = { "Every CPU has a queue already: what a packet costs in the guest has to be less (see what " ..
                 "the CPU does), or fewer have to come.",
               "每个 CPU 已有队列：需降低单包处理开销（查看 CPU 在做什么）或减少到达的数据包。" },
      command = "perf top -e cycles", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, most = {}, {}
    for row in facts["virtnet.polls"]:where { direction = "rx" }:each() do
      local polls = row.polls - row.busy
      if row.queue and polls >= least.polls then
        local part = row.exhausted / polls
        local queues = #facts["virtnet.polls"]:where { netns = row.netns, device = row.device,
                                                        direction = "rx" }
        if part >= limits.exhausted then list[#list + 1] = judge_queue(facts, row, queues) end
        if most.part == nil or part > most.part then
          most = { device = row.device, queue = row.queue, part = part, polls = polls }
        end
      end
    end
    if #list > 0 then return list end
    return ruled_out { values = most }
  end,
}
