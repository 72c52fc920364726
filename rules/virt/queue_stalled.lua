-- One queue of a guest stands still while others of the same device move: connections that hash to it
-- are dead, the rest is fine. Why the guest does not serve it, only the guest can tell.

local function judge_queue(device, queue, moving)
  local full, waiting, packets = lib.virt.sum { queue }
  local reason = lib.virt.reason(queue)
  local given = {
    where = { netns = queue.netns, device = queue.device, queue = queue.queue, vm = queue.vm,
              pid = queue.pid },
    severity = "abnormal",
    lost = full > 0 and full or nil, carried = full > 0 and packets or nil,
    values = { full = full, waiting = waiting, moving = moving, queues = #device,
               seconds = lib.virt.still_ms(queue) / 1000 },
    evidence = {
      { fact = "vhost.traffic", value = full, unit = "packets",
        label = { "found its ring full", "因其环满被丢弃" } },
      { fact = "tap.queues", value = waiting, unit = "packets",
        label = { "wait in it", "在其中等待" } },
      { fact = "vhost.rings", value = lib.virt.still_ms(queue), unit = "ms",
        label = { "nothing was given to the guest", "未向客户机交付" } },
    },
    advice = { "interrupt", "look" },
  }
  if reason == "unseen" then
    given.confidence, given.text = 0.45, "unseen"
    return suspected(given)
  end
  given.confidence = 0.9
  return confirmed(given)
end

return rule {
  title = { "One queue of a guest is dead", "客户机的一个队列停滞" },
  class = "fault",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "queue {queue} of {device} ({vm}, pid {pid}) stands still for {seconds:count} s while {moving:count} " ..
        "of its {queues:count} queues move: the guest posted no buffer in it, {waiting:count} packets " ..
        "wait, {full:count} found its ring full",
      "{device}（{vm}，pid {pid}）的队列 {queue} 已停滞 {seconds:count} 秒，而 {queues:count} 个队列中有 {moving:count} 个正常：" ..
        "客户机未提供缓冲区，{waiting:count} 个数据包在等待，{full:count} 个因环满被丢弃" },
    unseen = {
      "queue {queue} of {device} ({vm}, pid {pid}) stands still for {seconds:count} s while {moving:count} " ..
        "of its {queues:count} queues move: vhost knows of no buffer in it, {waiting:count} packets " ..
        "wait, {full:count} found its ring full; what the guest did is not known here",
      "{device}（{vm}，pid {pid}）的队列 {queue} 已停滞 {seconds:count} 秒，而 {queues:count} 个队列中有 {moving:count} 个正常：" ..
        "vhost 未见其中有缓冲区，{waiting:count} 个数据包在等待，{full:count} 个因环满被丢弃；客户机内部情况未知" },
    ruled_out = {
      "no queue stands still beside others that move ({queues:count} queues)",
      "没有在其他队列正常时停滞的队列（{queues:count} 个队列）" },
  },
  advice = {
    { name = "interrupt",
      text = { "Inside {vm}, see whether the interrupt of queue {queue} still counts, and whether its " ..
                 "kernel disabled it (dmesg: nobody cared). With busy polling on (net.core.busy_poll) " ..
                 "that happens.",
               "在 {vm} 内查看队列 {queue} 的中断计数是否增长、是否被内核禁用（dmesg: nobody cared）；开启 busy_poll 时会发生。" },
      command = "grep virtio /proc/interrupts", risk = "none" },
    { name = "look",
      text = { "See how its queues stand, and whether they move.", "查看其各队列的状态及是否推进。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list, queues = {}, lib.virt.queues(facts)
    for _, device in ipairs(lib.virt.devices(queues)) do
      for _, queue in ipairs(device) do
        local moving = lib.virt.moving(device, lib.virt.still_ms(queue))
        if moving > 0 and lib.virt.stands(queue) then
          list[#list + 1] = judge_queue(device, queue, moving)
        end
      end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts, { queues = #queues })
  end,
}
