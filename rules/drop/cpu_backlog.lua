-- The backlog of a CPU is full: packets of virtual devices (veth, tunnels, loopback) and those that
-- RPS moves come in faster than the CPU takes them, or it is kept from taking them.

-- One CPU is named when it counted this part of the drops.
local COVER = 0.8
-- The flow limit is named when it took this part of them.
local FLOWS = 0.5
-- A task is named when it took this part of the CPU.
local HOG = 0.5
-- A backlog is proposed at this multiple of the present one, and not below the kernel's default.
local LARGER, USUAL = 4, 1000

local function busiest(facts, where)
  local rows, best = facts["softnet.counters"], nil
  local all = rows:sum("dropped")
  for row in rows:each() do
    if best == nil or row.dropped > best.dropped then best = row end
  end
  if best and all > 0 and best.dropped >= COVER * all then return best end
end

local function carried(facts, object)
  local row = busiest(facts, object.where)
  if row then return row.processed end
  return facts["softnet.counters"]:sum("processed")
end

local function name_task(facts, cpu, values)
  local tasks = facts["cpu.tasks"]
  if not tasks then return end
  local rows = tasks:where { cpu = cpu }
  local share = rows:max("share")
  for row in rows:each() do
    if share and share >= HOG and row.share == share then values.thread, values.task_share = row.thread, share end
  end
end

local function name_cpu(facts, object, given)
  local values, row = given.values, busiest(facts, object.where)
  local limits = facts["softnet.limits"]
  local max = limits and limits[1] and limits[1].max_backlog
  local limited = facts["softnet.counters"]:sum("flow_limit")
  given.advice = {}
  if row then
    object.where.cpu = row.cpu
    values.backlog = row.backlog
    name_task(facts, row.cpu, values)
  end
  if limited >= FLOWS * object.lost then
    values.flow_limit = limited
    given.text = "flows"
    given.advice = { "flows" }
  elseif max and max > 0 then
    values.max, values.new_max = max, math.max(USUAL, max * LARGER)
    given.advice = { "longer" }
  else
    given.advice = { "look" }
  end
end

return rule {
  title = { "A CPU's receive backlog is full", "CPU 接收积压队列已满" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "softnet.counters" },
  uses = { "softnet.limits", "cpu.tasks", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ from {device}]] found the backlog " ..
        "of their CPU full[[ on CPU {cpu}]][[ (it may hold {max:count})]][[; {thread} used " ..
        "{task_share:percent} of that CPU]]",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[来自 {device} ]]因 CPU 接收积压队列已满被丢弃" ..
        "[[，CPU {cpu}]][[（上限 {max:count}）]][[；{thread} 占用该 CPU 的 {task_share:percent}]]" },
    flows = {
      "{lost:count} of {total:count} packets ({share:percent})[[ from {device}]] were dropped because " ..
        "one flow filled half of a CPU's backlog (the flow limit took {flow_limit:count})",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[来自 {device} ]]因单条流占满 CPU 积压队列的一半" ..
        "被丢弃（flow limit 计数 {flow_limit:count}）" },
    ruled_out = {
      "no CPU's backlog was full in the window",
      "观察窗口内没有 CPU 积压队列溢出" },
  },
  advice = {
    { name = "longer",
      text = { "Bursts are larger than the backlog of {max:count} packets. Enlarge it; when the CPU " ..
                 "is busy all the time, spread the work over more CPUs (RPS) instead.",
               "突发超过积压队列上限 {max:count}。可增大上限；若该 CPU 持续繁忙，应改用 RPS 分散到更多 CPU。" },
      command = "sysctl -w net.core.netdev_max_backlog={new_max}",
      undo = "sysctl -w net.core.netdev_max_backlog={max}",
      risk = "none", anywhere = true },
    { name = "flows",
      text = { "The flow limit (net.core.flow_limit_cpu_bitmap) protects the other flows of that CPU " ..
                 "from one that floods it; look at that flow.",
               "flow limit（net.core.flow_limit_cpu_bitmap）保护同一 CPU 上的其他流；请检查造成泛洪的流。" },
      command = "sysctl net.core.flow_limit_cpu_bitmap", risk = "none", anywhere = true },
    { name = "look",
      text = { "See which CPU drops and what else runs there.", "查看哪个 CPU 丢包以及其上运行的任务。" },
      command = "cat /proc/net/softnet_stat", risk = "none", anywhere = true },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device" },
      carried = carried,
      carried_fact = "softnet.counters",
      extend = name_cpu,
    })
  end,
}
