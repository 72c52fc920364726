-- Inside a guest: a virtio-net queue makes an interrupt for nearly every packet, many times a second,
-- and nothing gathers them.

local limits, least = data.guest.coalescing, data.guest.least

-- Seconds that the window lasted, from any device's own clock.
local function seconds(facts)
  local elapsed = facts["nic.links"]:max("elapsed")
  return elapsed and elapsed > 0 and elapsed / 1e6
end

-- A device that gathers is left alone; one that has no such setting gathers nothing.
local function gathers(facts, row)
  local all = facts["nic.coalescing"]
  local set = all and all:where { netns = row.netns, device = row.device }[1]
  return set and ((set.rx_us or 0) > 0 or (set.rx_frames or 0) > 1 or
    set.adaptive_rx == true), set
end

local function judge_queue(facts, row, time)
  local packets, fact = lib.guest.received(facts, row)
  if not packets or packets < least.packets or row.count < least.interrupts then return nil end
  local rate, each = row.count / time, packets / row.count
  local known = { device = row.device, queue = row.queue, rate = rate,
                  each = string.format("%.1f", each) }
  local set, settings = gathers(facts, row)
  if set or rate < limits.per_s or each >= limits.packets then return nil, known end
  known.irq, known.now = row.irq, settings and settings.rx_us or 0
  return confirmed {
    where = { netns = row.netns, device = row.device, queue = row.queue,
              cpu = lib.guest.cpu_of(facts, row.irq) },
    severity = "attention", confidence = 0.8, values = known,
    evidence = {
      { fact = "virtnet.interrupts", value = rate, unit = "per_s",
        label = { "interrupts of the queue", "该队列的中断" } },
      { fact = fact, value = packets, unit = "packets",
        label = { "packets that it received", "该队列收到的数据包" } },
    },
  }
end

return rule {
  title = { "A guest's interrupts are not coalesced", "虚拟机中断未合并" },
  class = "state",
  needs = { "virtnet.interrupts", "nic.links" },
  uses = { "nic.coalescing", "nic.queue_traffic", "virtnet.polls" },
  details = { "interrupts.counts" },
  texts = {
    confirmed = {
      "{device}, receive queue {queue}, made {rate:rate} interrupts, one for every {each} packets, and " ..
        "nothing gathers them (rx-usecs {now})",
      "{device} 接收队列 {queue} 每秒中断 {rate:count} 次，平均每 {each} 个数据包一次，且未启用合并（rx-usecs {now}）" },
    ruled_out = {
      "no virtio-net queue makes an interrupt for every packet at a rate that costs[[ ({device}, queue " ..
        "{queue}: {rate:rate}, one for every {each} packets)]]",
      "没有 virtio-net 队列以高频率为每个数据包产生中断[[（{device} 队列 {queue}：每秒 {rate:count} 次，每 {each} 个数据包一次）]]" },
  },
  advice = {
    { text = { "Let {device} gather packets for some microseconds, which each of them then waits. A host " ..
                 "that does not offer it refuses this (QEMU 7.2 does); there the guest can put off its " ..
                 "interrupts: net/{device}/gro_flush_timeout and napi_defer_hard_irqs.",
               "让 {device} 合并若干微秒内的数据包（每个包最多等待该时间）。宿主机不支持时会拒绝（如 QEMU 7.2），" ..
                 "此时可在虚拟机内设置 gro_flush_timeout 与 napi_defer_hard_irqs。" },
      command = "ethtool -C {device} rx-usecs 50 rx-frames 32",
      undo = "ethtool -C {device} rx-usecs {now} rx-frames 1", risk = "none" },
  },
  judge = function (facts)
    local list, known, time = {}, {}, seconds(facts)
    for row in facts["virtnet.interrupts"]:where { direction = "rx" }:each() do
      if time and row.queue and row.count then
        local finding, seen = judge_queue(facts, row, time)
        list[#list + 1] = finding
        if seen and (known.rate == nil or seen.rate > known.rate) then known = seen end
      end
    end
    if #list > 0 then return list end
    return ruled_out { values = known }
  end,
}
