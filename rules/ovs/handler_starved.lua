-- A handler of ovs-vswitchd that could run and does not get a CPU: every packet without a flow that comes
-- to it waits as long.

local limits = data.ovs.waits

local function measure(row)
  local mean = row.slices > 0 and row.wait / row.slices or 0
  return { mean = mean, part = row.wait / math.max(1, row.elapsed), slices = row.slices,
           -- A wait is counted when it ends: this one has not.
           stuck = row.slices == 0 and row.state == "R" and row.elapsed > 0 }
end

local function starved(found)
  return found.stuck or
    (found.slices >= limits.slices and found.mean >= limits.mean and found.part >= limits.part)
end

local function waiting_row(facts, row)
  local parts = facts["ovs.upcall_parts"]
  return parts and parts:where({ part = "waiting", tid = row.tid })[1]
end

-- On a small or slow host netdoctor itself may be what a handler waits for: it goes, and so do the waits.
local function is_own(rival)
  return rival and rival.thread == "netdoctor"
end

local function finding(facts, row, found, needed, rival)
  local netns = lib.ovs.home(facts)
  local timed = waiting_row(facts, row)
  local given = {
    where = { netns = netns, pid = row.pid, thread = row.thread, cpu = row.cpu, numa = row.numa },
    severity = "abnormal",
    confidence = 0.9,
    values = { wait = row.wait, mean = found.mean, slices = row.slices, part = found.part,
               seconds = row.elapsed / 1000000, needed = needed, allowed = row.allowed,
               tid = row.tid },
    evidence = {
      { fact = "sched.threads", value = found.part, unit = "share",
        label = { "of the window waiting for a CPU", "等待 CPU 占窗口" } },
      { fact = "sched.threads", value = found.mean, unit = "us",
        label = { "until it got a CPU, on average", "平均等待 CPU" } },
      { fact = "ovs.datapaths", value = needed, unit = "packets",
        label = { "needed a handler", "需要处理线程的数据包" } },
    },
    advice = { "look" },
  }
  if found.stuck then given.text = "stuck" end
  if rival then
    given.values.rival, given.values.rival_pid = rival.thread, rival.pid
    given.values.rival_share = rival.share
    given.advice = { "move", "look" }
  end
  if timed then
    given.values.upcall_p50, given.values.upcall_max = timed.p50, timed.max
    given.evidence[#given.evidence + 1] = { fact = "ovs.upcall_parts", value = timed.p50, unit = "us",
      label = { "that packets waited for it (p50)", "数据包等待该线程（p50）" } }
  end
  return confirmed(given)
end

return rule {
  title = { "A handler of ovs-vswitchd waits for a CPU", "ovs-vswitchd 处理线程得不到 CPU" },
  class = "delay",
  needs = { "sched.threads", "ovs.datapaths" },
  uses = { "cpu.tasks" },
  details = { "ovs.upcall_parts", "ovs.upcall_account" },
  texts = {
    confirmed = {
      "{thread} (thread {tid}) waited for CPU {cpu} in {part:percent} of the window, {mean:us} each " ..
        "time on average ({slices:count} times), while {needed:count} packets needed a handler" ..
        "[[; they waited {upcall_p50:us} for it (p50), {upcall_max:us} at most]]" ..
        "[[; {rival} (pid {rival_pid}) had {rival_share:percent} of that CPU]]",
      "{thread}（线程 {tid}）在窗口的 {part:percent} 时间内等待 CPU {cpu}，平均每次 {mean:us}（共 {slices:count} 次），" ..
        "期间 {needed:count} 个数据包需要处理线程[[；它们等待该线程 {upcall_p50:us}（p50），最长 {upcall_max:us}]]" ..
        "[[；{rival}（pid {rival_pid}）占用该 CPU 的 {rival_share:percent}]]" },
    stuck = {
      "{thread} (thread {tid}) could run and did not get CPU {cpu} once, while {needed:count} packets " ..
        "needed a handler[[; {rival} (pid {rival_pid}) had {rival_share:percent} of that CPU]]",
      "{thread}（线程 {tid}）可运行但一次也未得到 CPU {cpu}，期间 {needed:count} 个数据包需要处理线程" ..
        "[[；{rival}（pid {rival_pid}）占用该 CPU 的 {rival_share:percent}]]" },
    ruled_out = {
      "a handler waited for a CPU at most {part:percent} of the window, {mean:us} each time on average; " ..
        "{needed:count} packets needed one",
      "处理线程等待 CPU 最多占窗口的 {part:percent}，平均每次 {mean:us}；{needed:count} 个数据包需要处理线程" },
    own = {
      "{thread} waited for CPU {cpu} in {part:percent} of the window, {mean:us} each time on average, but " ..
        "what had it was netdoctor itself ({rival_share:percent})",
      "{thread} 在窗口的 {part:percent} 时间内等待 CPU {cpu}，平均每次 {mean:us}，但占用该 CPU 的是 netdoctor 自身（{rival_share:percent}）" },
    none = {
      "there are no handler threads of ovs-vswitchd here",
      "本机没有 ovs-vswitchd 处理线程" },
  },
  advice = {
    { name = "move",
      text = { "Let {rival} run elsewhere than on CPU {cpu}, or with a lower priority. This shows where " ..
                 "it may run now.",
               "将 {rival} 移出 CPU {cpu} 或降低其优先级。以下命令显示其当前亲和性。" },
      command = "taskset -pc {rival_pid}", risk = "none", anywhere = true },
    { name = "look",
      text = { "See where the threads of ovs-vswitchd may run and what else runs there; they may use " ..
                 "CPUs {allowed} now.",
               "查看 ovs-vswitchd 各线程可用的 CPU 以及其上的其他任务；当前可用 CPU：{allowed}。" },
      command = "taskset -apc {pid}", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, worst, own, needed = {}, nil, nil, lib.ovs.sent_up(facts)
    for row in facts["sched.threads"]:where({ kind = "handler" }):each() do
      local found = measure(row)
      if needed >= limits.needed and starved(found) then
        local rival = lib.ovs.rival(facts, row)
        if is_own(rival) then
          own = { thread = row.thread, cpu = row.cpu, part = found.part, mean = found.mean,
                  rival_share = rival.share }
        else
          list[#list + 1] = finding(facts, row, found, needed, rival)
        end
      end
      if worst == nil or found.part > worst.part then worst = found end
    end
    if #list > 0 then return list end
    if not worst then return ruled_out { text = "none" } end
    if own then return ruled_out { text = "own", values = own } end
    return ruled_out { values = { part = worst.part, mean = worst.mean, needed = needed } }
  end,
}
