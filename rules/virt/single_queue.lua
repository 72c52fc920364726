-- A guest of several virtual CPUs has one network queue, and loses packets in it.

local limits = data.virt

local function found(queue)
  local row = queue.traffic
  local vcpus = queue.process.vcpus
  return confirmed {
    where = { netns = queue.netns, device = queue.device, queue = queue.queue, vm = queue.vm,
              pid = queue.pid },
    severity = "attention", confidence = 0.7,
    lost = row.full, carried = row.packets,
    values = { vcpus = vcpus, full = row.full, packets = row.packets },
    evidence = {
      { fact = "vhost.traffic", value = row.full, unit = "packets",
        label = { "found the only ring full", "因唯一的环满被丢弃" } },
      { fact = "vms.processes", value = vcpus, unit = "count", label = { "virtual CPUs", "虚拟 CPU" } },
    },
  }
end

return rule {
  title = { "One queue for many virtual CPUs", "多 vCPU 仅有一个队列" },
  class = "state",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "{device} has one queue for the {vcpus:count} virtual CPUs of {vm} (pid {pid}); it gave the guest " ..
        "{packets:count} packets, and {full:count} found its ring full",
      "{device} 仅有一个队列，而 {vm}（pid {pid}）有 {vcpus:count} 个虚拟 CPU；交付 {packets:count} 个数据包，{full:count} 个因环满被丢弃" },
    ruled_out = {
      "no VM of several virtual CPUs loses a part of its packets that matters in an only queue",
      "没有多 vCPU 虚拟机因单队列出现值得关注的丢包" },
    uncounted = {
      "packets of each queue are counted by programs that could not be attached here",
      "此处无法加载按队列统计的程序" },
  },
  advice = {
    { text = { "Give the device as many queues as the guest has virtual CPUs, {vcpus:count}, at its next " ..
                 "start (libvirt: driver queues='{vcpus}'); in the guest: ethtool -L combined.",
               "下次启动时按虚拟 CPU 数量（{vcpus:count}）设置队列（libvirt：driver queues='{vcpus}'），并在客户机内执行 ethtool -L combined。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list = {}
    if lib.virt.uncounted(facts) then return undecided { text = "uncounted" } end
    for _, device in ipairs(lib.virt.devices(lib.virt.queues(facts))) do
      local queue = device[1]
      if #device == 1 and queue.traffic and queue.process and (queue.process.vcpus or 0) > 1 and
         queue.traffic.packets + queue.traffic.full >= limits.packets and
         lib.virt.harmed(queue.traffic.full, queue.traffic.packets) and not lib.virt.stands(queue) then
        list[#list + 1] = found(queue)
      end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts)
  end,
}
