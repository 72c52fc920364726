-- Inside a guest: an interrupt of a virtio-net queue that nobody handles, because the kernel has
-- disabled its line, or because handlers find nothing to do too often.

local limits, least = data.guest.unhandled, data.guest.least

-- Something has waited at every look, and none of it was taken.
local function is_stuck(ring)
  return ring and ring.waiting and ring.waiting > 0 and ring.looks >= least.looks and
    ring.stuck >= ring.looks - 1 and ring.taken_moved == 0
end

local function found(facts, row, text, severity, confidence, values, evidence)
  local spin, poll, read = lib.guest.busy_polling(facts, row)
  values.irq, values.direction = row.irq, row.direction
  values.spin, values.poll, values.read = spin, poll, read
  local advice = {}
  if spin then advice[#advice + 1] = "stop" end
  if text == "disabled" or text == "silent" then advice[#advice + 1] = "again" end
  advice[#advice + 1] = "look"
  return confirmed {
    where = { netns = row.netns, device = row.device, queue = row.queue,
              cpu = lib.guest.cpu_of(facts, row.irq) },
    text = text, severity = severity, confidence = confidence, values = values,
    evidence = evidence, advice = advice,
  }
end

-- Without NAPI for what was sent (napi_tx=N) the driver wants no interrupt: it takes buffers back when it
-- sends again (free_old_xmit_skbs() of start_xmit()).
local function wants_none(row, ring)
  return row.direction == "tx" and ring ~= nil and ring.notify == false
end

local function judge_silence(facts, row, peers)
  local ring = lib.guest.ring(facts, row)
  local stuck = is_stuck(ring) and not wants_none(row, ring)
  if row.count ~= 0 then return nil end
  local values = { peers = peers, waiting = stuck and ring.waiting or nil }
  local evidence = { { fact = "virtnet.interrupts", value = 0, unit = "count",
    label = { "interrupts of the queue in the window", "窗口内该队列的中断数" } } }
  if stuck then
    evidence[#evidence + 1] = { fact = "virtnet.rings", value = ring.waiting, unit = "slots",
      label = { "buffers that the device has given back and nobody takes", "设备已归还但无人取走的缓冲" } }
  end
  evidence[#evidence + 1] = { fact = "virtnet.interrupts", value = peers, unit = "count",
    label = { "interrupts of the device's other queues", "该设备其他队列的中断数" } }
  if row.log_disabled == true and (stuck or peers >= limits.peers) then
    return found(facts, row, "disabled", "abnormal", 0.95, values, evidence)
  end
  if stuck then return found(facts, row, "silent", "abnormal", 0.85, values, evidence) end
  return nil
end

-- Also counted when the line is well.
local function judge_share(facts, row)
  local calls, none = lib.guest.handled(facts, row.irq)
  if calls == nil then
    if (row.unhandled or 0) < limits.in_a_row or (row.unhandled_at or 0) == 0 then return nil end
    return suspected {
      where = { netns = row.netns, device = row.device, queue = row.queue },
      text = "in_a_row", severity = "attention", confidence = 0.4,
      values = { irq = row.irq, unhandled = row.unhandled },
      evidence = { { fact = "virtnet.interrupts", value = row.unhandled, unit = "count",
        label = { "unhandled ones in a row", "连续未处理的中断" } } },
      advice = { "look" },
    }
  end
  if calls < least.interrupts or none / calls < limits.attention then return nil end
  return found(facts, row, "confirmed", "attention", 0.8,
    { calls = calls, none = none, part = none / calls },
    { { fact = "virtnet.handlers", value = none / calls, unit = "share",
        label = { "of its interrupts found nothing to do", "中断无事可做的比例" } } })
end

return rule {
  title = { "A guest's interrupt is not handled", "虚拟机中断未被处理" },
  class = "state",
  needs = { "virtnet.interrupts", "virtnet.devices" },
  uses = { "virtnet.rings" },
  details = { "virtnet.handlers", "interrupts.counts" },
  texts = {
    confirmed = {
      "{none:count} of {calls:count} interrupts ({part:percent}) of {device}, {direction} queue {queue} " ..
        "(irq {irq}), found nothing to do; the kernel disables a line when nearly all are so[[; busy " ..
        "polling (up to {spin:count} us) takes packets before their interrupt comes]]",
      "{device} {direction} 队列 {queue}（irq {irq}）的 {calls:count} 次中断中有 {none:count} 次（{part:percent}）无事可做；" ..
        "若几乎全部如此，内核会禁用该中断[[；忙轮询（最长 {spin:count} us）在中断到来前取走了数据包]]" },
    disabled = {
      "the kernel has disabled irq {irq} of {device}, {direction} queue {queue} (\"nobody cared\" in its " ..
        "log): 0 interrupts in the window, {peers:count} of the other queues[[, {waiting:count} buffers " ..
        "wait to be taken]][[; busy polling (up to {spin:count} us) takes packets before their interrupt " ..
        "comes, which leaves interrupts that find nothing]]",
      "内核已禁用 {device} {direction} 队列 {queue} 的 irq {irq}（日志中有 \"nobody cared\"）：窗口内中断 0 次，其他队列 " ..
        "{peers:count} 次[[，{waiting:count} 个缓冲等待取走]][[；忙轮询（最长 {spin:count} us）在中断到来前取走数据包，" ..
        "使中断无事可做]]" },
    silent = {
      "irq {irq} of {device}, {direction} queue {queue}, did not come in the window though " ..
        "{waiting:count} buffers wait to be taken ({peers:count} interrupts of the other queues)[[; busy " ..
        "polling up to {spin:count} us is on]]",
      "{device} {direction} 队列 {queue} 的 irq {irq} 在窗口内未到来，但有 {waiting:count} 个缓冲等待取走" ..
        "（其他队列中断 {peers:count} 次）[[；已启用忙轮询，最长 {spin:count} us]]" },
    in_a_row = {
      "the last {unhandled:count} interrupts of {device}, queue {queue} (irq {irq}), found nothing to do",
      "{device} 队列 {queue}（irq {irq}）最近 {unhandled:count} 次中断均无事可做" },
    ruled_out = {
      "every one of {lines:count} interrupt lines of virtio-net queues was handled or idle " ..
        "({count:count} interrupts)[[, {part:percent} of those counted found nothing to do]]",
      "{lines:count} 条 virtio-net 队列中断均已处理或空闲（共 {count:count} 次）[[，其中 {part:percent} 无事可做]]" },
    none = { "this machine has no virtio-net queue with an interrupt of its own",
             "本机没有带独立中断的 virtio-net 队列" },
  },
  advice = {
    { name = "stop",
      text = { "Switch busy polling off in the guest (busy_poll {poll}, busy_read {read} now): sockets " ..
                 "that are open keep what they had until they are opened anew.",
               "在虚拟机内关闭忙轮询（当前 busy_poll {poll}，busy_read {read}）：已打开的套接字保持原值，直到重新打开。" },
      command = "sysctl -w net.core.busy_poll=0 net.core.busy_read=0",
      undo = "sysctl -w net.core.busy_poll={poll} net.core.busy_read={read}",
      risk = "none", anywhere = true },
    { name = "again",
      text = { "A disabled line comes back when the driver is bound anew: the device is gone for a " ..
                 "moment and its addresses have to be set again (or restart the guest).",
               "重新绑定驱动可恢复被禁用的中断：设备会短暂消失，地址需重新配置（或重启虚拟机）。" },
      command = "basename $(readlink /sys/class/net/{device}/device) | " ..
        "tee /sys/bus/virtio/drivers/virtio_net/unbind /sys/bus/virtio/drivers/virtio_net/bind",
      risk = "disruptive", anywhere = true },
    { name = "look",
      text = { "See what the kernel keeps of that line.", "查看内核对该中断的记录。" },
      command = "cat /proc/irq/{irq}/spurious", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, lines, count, counted, nothing = {}, 0, 0, 0, 0
    for row in facts["virtnet.interrupts"]:each() do
      if row.queue and (row.direction == "rx" or row.direction == "tx") and row.count then
        local _, sum = lib.guest.interrupts(facts, row, row.direction)
        local calls, none = lib.guest.handled(facts, row.irq)
        lines, count = lines + 1, count + row.count
        counted, nothing = counted + (calls or 0), nothing + (none or 0)
        list[#list + 1] = judge_silence(facts, row, sum - row.count) or judge_share(facts, row)
      end
    end
    if #list > 0 then return list end
    return ruled_out { text = lines == 0 and "none" or nil, values = {
      lines = lines, count = count, part = counted > 0 and nothing / counted or nil } }
  end,
}
