-- A CPU that is busy all the time, so that packets wait for it and are dropped in the end. A busy CPU
-- alone is no fault: only what waits or is lost on it makes it one. When it is busy with packets themselves, that is
-- host.softirq_saturated.

local limits = data.host.cpu

local function found(facts, use, harm)
  local task = lib.host.task(facts, use.cpu)
  local given = {
    where = { cpu = use.cpu, numa = use.numa },
    severity = harm.severity,
    confidence = 0.8,
    values = { busy = lib.host.busy(use), softirq = use.softirq },
    evidence = { { fact = "cpu.use", value = lib.host.busy(use), unit = "share",
                   label = { "busy", "繁忙" } } },
    text = harm.dropped == 0 and "waiting" or nil,
    advice = { "look" },
  }
  if task then
    given.where.pid, given.where.thread = task.pid, task.thread
    given.values.task_share = task.share
    given.advice = { "move" }
  end
  lib.host.add_harm(given, harm)
  return confirmed(given)
end

return rule {
  title = { "A CPU is busy all the time and packets wait for it", "CPU 持续繁忙，数据包等待处理" },
  class = "state",
  needs = { "cpu.use", "softnet.counters" },
  uses = { "cpu.tasks", "cpu.pressure" },
  -- What harms of the window are held against.
  details = { "load.series" },
  texts = {
    confirmed = {
      "CPU {cpu} was {busy:percent} busy[[, {task_share:percent} of it with {thread} (pid {pid})]]; " ..
        "its backlog dropped {dropped:count} packets and took {processed:count}, and " ..
        "{squeezed:count} polls a second ended with work left",
      "CPU {cpu} 繁忙 {busy:percent}[[，其中 {thread}（pid {pid}）占 {task_share:percent}]]；其积压队列丢弃 " ..
        "{dropped:count} 个、处理 {processed:count} 个数据包，每秒 {squeezed:count} 次轮询未完成即结束" },
    waiting = {
      "CPU {cpu} was {busy:percent} busy[[, {task_share:percent} of it with {thread} (pid {pid})]]; " ..
        "{squeezed:count} polls a second ended with work left, and none of the {processed:count} packets " ..
        "that it took was dropped by its backlog",
      "CPU {cpu} 繁忙 {busy:percent}[[，其中 {thread}（pid {pid}）占 {task_share:percent}]]；每秒 {squeezed:count} " ..
        "次轮询未完成即结束，处理 {processed:count} 个数据包，积压队列未丢弃" },
    ruled_out = {
      "the busiest CPU ({cpu}) was {busy:percent} busy[[, {task_share:percent} of it with {thread}]], " ..
        "and no packet was lost for it",
      "最忙的 CPU（{cpu}）繁忙 {busy:percent}[[，其中 {thread} 占 {task_share:percent}]]，未因此丢包" },
    short = {
      "the window was too short to tell how busy the CPUs were",
      "观察窗口过短，无法判断 CPU 利用率" },
  },
  advice = {
    { name = "move",
      text = { "Move {thread} away from CPU {cpu}, or move the network's work: interrupt affinity of " ..
                 "the NIC's queues, RPS.",
               "将 {thread} 移出 CPU {cpu}，或移动网络处理：网卡队列中断亲和性、RPS。" },
      command = "taskset -pc {pid}", risk = "none", anywhere = true },
    { name = "look",
      text = { "See what runs on CPU {cpu} and move it, or move the network's work away.",
               "查看 CPU {cpu} 上运行的任务，将其移走或将网络处理移走。" },
      command = "ps -eLo psr,pcpu,pid,comm --sort=-pcpu", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, busiest = {}, nil
    for use in facts["cpu.use"]:each() do
      local harm = lib.host.harm(facts, use)
      if lib.host.seconds(use) then
        if lib.host.busy(use) >= limits.busy and use.softirq < limits.softirq and harm.done then
          list[#list + 1] = found(facts, use, harm)
        end
        if busiest == nil or lib.host.busy(use) > lib.host.busy(busiest) then busiest = use end
      end
    end
    if #list > 0 then return list end
    if not busiest then return ruled_out { text = "short" } end
    local task = lib.host.task(facts, busiest.cpu)
    return ruled_out { values = { cpu = busiest.cpu, busy = lib.host.busy(busiest),
                                  thread = task and task.thread, task_share = task and task.share } }
  end,
}
