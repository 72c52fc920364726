-- Inside a guest: tasks that busy poll take a virtio-net queue's packets before their interrupts come.
-- Interrupts that find nothing are the harm: the kernel may disable the line for it.

local limits, least = data.guest.busy, data.guest.least

-- Interrupts of both directions of a queue: one poll takes from both. nil: nobody counted.
local function interrupts_of(facts, row)
  local calls, none
  for line in facts["virtnet.interrupts"]:where { netns = row.netns, device = row.device,
                                                  queue = row.queue }:each() do
    local some, nothing = lib.guest.handled(facts, line.irq)
    if some then calls, none = (calls or 0) + some, (none or 0) + nothing end
  end
  return calls, none
end

local function judge_queue(facts, row)
  local part = row.busy / row.polls
  local calls, none = interrupts_of(facts, row)
  local spin, poll, read = lib.guest.busy_polling(facts, row)
  local given = {
    where = { netns = row.netns, device = row.device, queue = row.queue },
    severity = "attention", confidence = 0.8,
    values = { part = part, polls = row.polls, calls = calls, none = none, spin = spin,
               poll = poll, read = read,
               idle = calls and calls > 0 and none / calls or nil },
    evidence = { { fact = "virtnet.polls", value = part, unit = "share",
      label = { "of its polls by busy polling", "忙轮询占轮询的比例" } } },
    advice = { spin and "stop" or "look" },
  }
  if calls == nil then
    given.text, given.confidence = "suspected", 0.4
    return suspected(given), part
  end
  if none < limits.least or none / calls < limits.unhandled then return nil, part end
  given.evidence[2] = { fact = "virtnet.handlers", value = none / calls, unit = "share",
    label = { "of its interrupts found nothing to do", "中断无事可做的比例" } }
  return confirmed(given), part
end

return rule {
  title = { "Busy polling races interrupts in a guest", "虚拟机内忙轮询与中断竞争" },
  class = "state",
  needs = { "virtnet.polls", "virtnet.interrupts" },
  uses = { "virtnet.devices" },
  details = { "virtnet.handlers" },
  texts = {
    confirmed = {
      "{part:percent} of the {polls:count} polls of {device}, queue {queue}, were by tasks that busy " ..
        "poll[[ (up to {spin:count} us)]], and {none:count} of its {calls:count} interrupts " ..
        "({idle:percent}) found nothing to do",
      "{device} 队列 {queue} 的 {polls:count} 次轮询中有 {part:percent} 为忙轮询[[（最长 {spin:count} us）]]，" ..
        "其 {calls:count} 次中断中有 {none:count} 次（{idle:percent}）无事可做" },
    suspected = {
      "{part:percent} of the {polls:count} polls of {device}, queue {queue}, were by tasks that busy " ..
        "poll[[ (up to {spin:count} us)]]; how many of its interrupts then found nothing to do was not " ..
        "counted",
      "{device} 队列 {queue} 的 {polls:count} 次轮询中有 {part:percent} 为忙轮询[[（最长 {spin:count} us）]]；" ..
        "未统计其后无事可做的中断" },
    ruled_out = {
      "no virtio-net queue is busy polled to the harm of its interrupts[[ ({part:percent} of the polls of " ..
        "{device}, queue {queue}, were busy ones)]]",
      "没有 virtio-net 队列因忙轮询而影响中断[[（{device} 队列 {queue} 的轮询中 {part:percent} 为忙轮询）]]" },
  },
  advice = {
    { name = "stop",
      text = { "Switch busy polling off in the guest (busy_poll {poll}, busy_read {read} now), or give the " ..
                 "device time to gather packets: sockets that are open keep what they had until they are " ..
                 "opened anew.",
               "在虚拟机内关闭忙轮询（当前 busy_poll {poll}，busy_read {read}），或启用中断合并：已打开的套接字保持原值，直到重新打开。" },
      command = "sysctl -w net.core.busy_poll=0 net.core.busy_read=0",
      undo = "sysctl -w net.core.busy_poll={poll} net.core.busy_read={read}",
      risk = "none", anywhere = true },
    { name = "look",
      text = { "No setting of the host makes it: a program asks for it on its sockets (SO_BUSY_POLL, or " ..
                 "an epoll instance). See which ones run.",
               "并非系统设置所致：程序在其套接字上启用了忙轮询（SO_BUSY_POLL 或 epoll）。查看正在运行的程序。" },
      command = "ss -tunap", risk = "none" },
  },
  judge = function (facts)
    local list, values = {}, {}
    for row in facts["virtnet.polls"]:where { direction = "rx" }:each() do
      if row.queue and row.polls >= least.polls and row.busy / row.polls >= limits.share then
        local finding, part = judge_queue(facts, row)
        list[#list + 1] = finding
        values = { device = row.device, queue = row.queue, part = part }
      end
    end
    if #list > 0 then return list end
    return ruled_out { values = values }
  end,
}
