-- One of a guest's queues carries nearly everything and loses packets, while the others have room.

local limits = data.virt

local function fullest(device)
  local best, sum = nil, 0
  for _, queue in ipairs(device) do
    local came = queue.traffic and queue.traffic.put + queue.traffic.full or 0
    sum = sum + came
    if best == nil or came > best.came then best = { queue = queue, came = came } end
  end
  return best, sum
end

local function found(device, best, sum)
  local row = best.queue.traffic
  return confirmed {
    where = { netns = device.netns, device = device.device, queue = best.queue.queue, vm = device.vm,
              pid = device.pid },
    severity = "attention", confidence = 0.8,
    lost = row.full, carried = row.packets,
    values = { share = best.came / sum, full = row.full, packets = best.came, queues = #device },
    evidence = {
      { fact = "vhost.traffic", value = row.full, unit = "packets",
        label = { "found its ring full", "因其环满被丢弃" } },
      { fact = "vhost.traffic", value = best.came / sum, unit = "share",
        label = { "of the device's packets in this queue", "集中在该队列的比例" } },
    },
  }
end

return rule {
  title = { "One queue carries everything", "流量集中在一个队列" },
  class = "state",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "{share:percent} of the packets for {vm} (pid {pid}) came by queue {queue} of the {queues:count} of {device}, and " ..
        "{full:count} found its ring full",
      "发往 {vm}（pid {pid}）的数据包有 {share:percent} 集中在 {device} 的 {queues:count} 个队列中的队列 {queue}，其中 {full:count} 个因环满被丢弃" },
    ruled_out = {
      "no queue of several carried nearly all packets and lost a part of them that matters",
      "没有在多队列中独自承载流量并出现值得关注丢包的队列" },
    uncounted = {
      "packets of each queue are counted by programs that could not be attached here",
      "此处无法加载按队列统计的程序" },
  },
  advice = {
    { text = { "Packets of one connection stay in one queue. See whether it is one connection (spread it, " ..
                 "or use a tunnel's source port), and whether the guest uses all its queues (ethtool -l).",
               "同一连接的数据包固定在一个队列。确认是否为单一连接（分散连接或利用隧道源端口），并检查客户机是否启用全部队列（ethtool -l）。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list = {}
    if lib.virt.uncounted(facts) then return undecided { text = "uncounted" } end
    for _, device in ipairs(lib.virt.devices(lib.virt.queues(facts))) do
      local best, sum = fullest(device)
      if #device > 1 and sum >= limits.packets and best.came >= limits.one_queue * sum and
         lib.virt.harmed(best.queue.traffic.full, best.queue.traffic.packets) and
         not lib.virt.stands(best.queue) then
        list[#list + 1] = found(device, best, sum)
      end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts)
  end,
}
