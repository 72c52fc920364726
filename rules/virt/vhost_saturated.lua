-- One vhost worker uses all of its CPU: one queue pair can carry no more.

local limits = data.virt

local function found(worker)
  local queue = worker.queues[1]
  return confirmed {
    where = lib.virt.where(queue, worker),
    severity = lib.virt.harmed(worker.full, worker.packets) and "abnormal" or "attention", confidence = 0.9,
    lost = worker.full > 0 and worker.full or nil,
    carried = worker.full > 0 and worker.packets or nil,
    values = { run = worker.run, packets = worker.packets, full = worker.full,
               queues = queue.tap and queue.tap.queues or 1 },
    evidence = {
      { fact = "vms.threads", value = worker.run, unit = "share",
        label = { "of the window on a CPU", "窗口内占用 CPU" } },
      { fact = "vhost.traffic", value = worker.full, unit = "packets",
        label = { "found its ring full", "因环满被丢弃" } },
    },
  }
end

return rule {
  title = { "A vhost worker is at the limit of its CPU", "vhost 工作线程达到 CPU 上限" },
  class = "state",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "{thread} of {vm} ({device}, queue {queue}) ran {run:percent} of the window on CPU {cpu} and gave the guest " ..
        "{packets:count} packets; {full:count} found the ring full. {device} has {queues:count} queues",
      "{vm} 的 {thread}（{device}，队列 {queue}）在窗口内 {run:percent} 的时间占用 CPU {cpu}，交付 {packets:count} 个数据包，" ..
        "{full:count} 个因环满被丢弃。{device} 有 {queues:count} 个队列" },
    ruled_out = {
      "the busiest vhost worker ran {run:percent} of the window",
      "最忙的 vhost 工作线程运行了窗口的 {run:percent}" },
  },
  advice = {
    { text = { "Give the guest's network device more queues, so that more workers share the packets: " ..
                 "{queues:count} now (libvirt: driver queues; in the guest: ethtool -L).",
               "为客户机网卡增加队列，由更多工作线程分担：当前 {queues:count} 个（libvirt：driver queues；客户机内：ethtool -L）。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list, most = {}, 0
    for _, worker in ipairs(lib.virt.workers(lib.virt.queues(facts))) do
      if worker.run >= limits.saturated then list[#list + 1] = found(worker) end
      most = math.max(most, worker.run)
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts, { run = most })
  end,
}
