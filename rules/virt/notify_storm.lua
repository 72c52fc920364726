-- A guest is called for every packet or two, so often that calling costs more than the packets.

local limits = data.virt.notify

local function rate_of(queue)
  return queue.traffic.signals * 1000 / math.max(1, queue.traffic.window_ms)
end

local function found(queue, rate)
  local row = queue.traffic
  return confirmed {
    where = { netns = queue.netns, device = queue.device, queue = queue.queue, vm = queue.vm,
              pid = queue.pid },
    severity = "attention", confidence = 0.9,
    values = { signals = row.signals, packets = row.packets, rate = math.floor(rate),
               each = row.packets / math.max(1, row.signals),
               suppressed = 1 - math.min(1, row.signals / math.max(1, row.batches)) },
    evidence = {
      { fact = "vhost.traffic", value = row.signals, unit = "count",
        label = { "calls of the guest", "通知客户机次数" } },
      { fact = "vhost.traffic", value = rate, unit = "per_s", label = { "a second", "每秒" } },
      { fact = "vhost.traffic", value = row.packets, unit = "packets",
        label = { "packets given to it", "交付的数据包" } },
    },
  }
end

return rule {
  title = { "A guest is called for every packet", "每个数据包都通知客户机" },
  class = "state",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "vhost called {vm} (pid {pid}) {signals:count} times for {packets:count} packets of queue {queue} of {device}, " ..
        "{rate:count} times a second and one for {each:count} packets; {suppressed:percent} of its " ..
        "chances it let pass",
      "vhost 为 {device} 队列 {queue} 的 {packets:count} 个数据包通知 {vm}（pid {pid}）{signals:count} 次，" ..
        "每秒 {rate:count} 次，平均每次 {each:count} 个数据包；被抑制的比例为 {suppressed:percent}" },
    ruled_out = {
      "no queue's guest was called more than {rate:count} times a second",
      "没有队列的客户机通知频率超过每秒 {rate:count} 次" },
    uncounted = {
      "calls of guests are counted by programs that could not be attached here",
      "此处无法加载统计通知次数的程序" },
  },
  advice = {
    { text = { "In {vm}, let interrupts be collected and see whether its driver has the event index and " ..
                 "NAPI: ethtool -c, ethtool -C rx-usecs and rx-frames. Packets of one stream can be " ..
                 "merged before (GRO, larger segments).",
               "在 {vm} 内启用中断合并（ethtool -C rx-usecs、rx-frames），确认驱动支持 event index 与 NAPI；单流可借助 GRO/大报文减少数据包。" },
      command = "netdoctor probe vhost-eventfd --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list, most = {}, 0
    if lib.virt.uncounted(facts) then return undecided { text = "uncounted" } end
    for _, queue in ipairs(lib.virt.queues(facts)) do
      if queue.traffic then
        local rate = rate_of(queue)
        if rate >= limits.per_s and queue.traffic.packets < limits.packets * queue.traffic.signals then
          list[#list + 1] = found(queue, rate)
        end
        most = math.max(most, math.floor(rate))
      end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts, { rate = most })
  end,
}
