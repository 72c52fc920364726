-- A guest takes no packets: everything that comes for it waits, and then is dropped at its tap. All
-- queues that get packets stand still; where others move it is virt.queue_stalled.

local function reason_of(device)
  local reason
  for _, queue in ipairs(device) do
    if lib.virt.stands(queue) then reason = reason or lib.virt.reason(queue) end
  end
  return reason
end

local function still_of(device)
  local still = 0
  for _, queue in ipairs(device) do
    if lib.virt.stands(queue) then still = math.max(still, lib.virt.still_ms(queue)) end
  end
  return still
end

local function found(device)
  local full, waiting, packets = lib.virt.sum(device)
  local reason = reason_of(device)
  local lost = full > 0
  return confirmed {
    where = { netns = device.netns, device = device.device, vm = device.vm, pid = device.pid },
    severity = "abnormal", confidence = reason == "unseen" and 0.6 or 0.95, text = reason,
    lost = lost and full or nil, carried = lost and packets or nil,
    values = { full = full, waiting = waiting, packets = packets, seconds = still_of(device) / 1000 },
    evidence = {
      lost and { fact = "vhost.traffic", value = full, unit = "packets",
                 label = { "found the tap's ring full", "因 TAP 环满被丢弃" } } or
        { fact = "tap.queues", value = waiting, unit = "packets",
          label = { "wait for the guest", "等待客户机" } },
      { fact = "tap.queues", value = waiting, unit = "packets",
        label = { "wait for the guest", "等待客户机" } },
      { fact = "vhost.rings", value = still_of(device), unit = "ms",
        label = { "nothing was given to it", "未向其交付任何数据包" } },
    },
    advice = { reason == "stopped" and "stopped" or "guest", "look" },
  }
end

return rule {
  title = { "A guest takes no packets", "客户机不收包" },
  class = "fault",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "{vm} takes no packets from {device}", "{vm} 不从 {device} 收包" },
    starved = {
      "{vm} (pid {pid}) has posted no buffer for {device}: {waiting:count} packets wait, nothing was " ..
        "given to it for {seconds:count} s, and {full:count} found the ring full",
      "{vm}（pid {pid}）未为 {device} 提供任何缓冲区：{waiting:count} 个数据包在等待，{seconds:count} 秒未交付，" ..
        "{full:count} 个因环满被丢弃" },
    stopped = {
      "{vm} (pid {pid}) is stopped: {waiting:count} packets wait for it at {device}, nothing was given " ..
        "to it for {seconds:count} s, and {full:count} found the ring full",
      "{vm}（pid {pid}）已停止：{device} 处有 {waiting:count} 个数据包在等待，{seconds:count} 秒未交付，" ..
        "{full:count} 个因环满被丢弃" },
    unseen = {
      "vhost knows of no buffer that {vm} (pid {pid}) posted for {device}: {waiting:count} packets wait, " ..
        "nothing was given to it for {seconds:count} s, and {full:count} found the ring full",
      "vhost 未发现 {vm}（pid {pid}）为 {device} 提供的缓冲区：{waiting:count} 个数据包在等待，{seconds:count} 秒未交付，" ..
        "{full:count} 个因环满被丢弃" },
    ruled_out = {
      "every queue that packets wait in was served in the window ({queues:count} queues)",
      "窗口内所有有数据包等待的队列均被处理（{queues:count} 个队列）" },
  },
  advice = {
    { name = "guest",
      text = { "Look inside {vm}: does its kernel run, is its network driver loaded, were interrupts of " ..
                 "its virtio queues disabled (dmesg: nobody cared)? Its console tells.",
               "查看 {vm} 内部：内核是否运行、网卡驱动是否加载、virtio 队列中断是否被禁用（dmesg: nobody cared）。" },
      command = "grep -H . /proc/{pid}/status", risk = "none" },
    { name = "stopped",
      text = { "The process {pid} is in state T: somebody stopped or froze it. Let it run again if that " ..
                 "was not meant.",
               "进程 {pid} 处于 T 状态：被停止或冻结。若非有意，请恢复运行。" },
      command = "kill -CONT {pid}", undo = "kill -STOP {pid}", risk = "none" },
    { name = "look",
      text = { "See how its queues stand, and whether they move.", "查看其各队列的状态及是否推进。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list, queues = {}, lib.virt.queues(facts)
    for _, device in ipairs(lib.virt.devices(queues)) do
      local still = still_of(device)
      if still > 0 and lib.virt.moving(device, still) == 0 then list[#list + 1] = found(device) end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts, { queues = #queues })
  end,
}
