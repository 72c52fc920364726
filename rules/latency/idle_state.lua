-- A CPU that sleeps deeply takes long to wake: the thread that is to run on it runs late, although
-- nothing else does.

local limits = data.idle

-- The enabled state of a CPU that takes longest to leave of those that it was really in.
local function deep_state(facts, row)
  local best
  for state in facts["cpu.idle_states"]:where({ cpu = row.cpu }):each() do
    if state.latency >= limits.latency and not state.disabled and
      state.entered >= limits.entered * row.slices and
      (best == nil or state.latency > best.latency) then
      best = state
    end
  end
  return best
end

local function is_idle(facts, cpu)
  local use = facts["cpu.use"]:where({ cpu = cpu })[1]
  return use and use.ticks >= data.host.cpu.least_ticks and use.idle >= limits.idle and use.idle
end

-- The thread of all that carry packets for which an idle state explains most.
local function measure(facts)
  local best
  for row in facts["sched.threads"]:each() do
    local mean = row.slices >= limits.slices and row.wait / row.slices or 0
    if mean >= limits.wait.attention and (best == nil or mean > best.mean) then
      local state, idle = deep_state(facts, row), is_idle(facts, row.cpu)
      if state and idle then best = { row = row, mean = mean, state = state, idle = idle } end
    end
  end
  return best
end

local function finding(found)
  local row, state = found.row, found.state
  return confirmed {
    where = { cpu = row.cpu, numa = row.numa, pid = row.pid, thread = row.thread },
    severity = found.mean >= limits.wait.abnormal and "abnormal" or "attention",
    confidence = 0.8,
    excess = (found.mean - limits.wait.attention) / found.mean,
    values = { mean = found.mean, slices = row.slices, idle = found.idle, state = state.name,
               number = state.state, latency = state.latency, entered = state.entered,
               spent = state.spent / math.max(1, state.elapsed) },
    evidence = {
      { fact = "sched.threads", value = found.mean - limits.wait.attention, unit = "us",
        label = { "above the normal wake-up", "超出正常唤醒时间" } },
      { fact = "cpu.idle_states", value = state.latency, unit = "us",
        label = { "to leave the state", "退出该状态所需" } },
      { fact = "cpu.idle_states", value = state.entered, unit = "count",
        label = { "times entered", "进入次数" } },
    },
  }
end

local function deepest(facts)
  local best
  for state in facts["cpu.idle_states"]:each() do
    if state.entered > 0 and not state.disabled and (best == nil or state.latency > best.latency) then
      best = state
    end
  end
  return best
end

return rule {
  title = { "A deep idle state delays wake-ups", "CPU 深度空闲状态延迟唤醒" },
  class = "delay",
  needs = { "sched.threads", "cpu.idle_states", "cpu.use" },
  texts = {
    confirmed = {
      "{thread} ran {mean:us} after it was woken, on average of {slices:count} times, although CPU {cpu} " ..
        "was {idle:percent} idle: it was {spent:percent} of the window in idle state {state} " ..
        "({entered:count} times), which takes {latency:us} to leave",
      "{thread} 平均在被唤醒 {mean:us} 后才运行（共 {slices:count} 次），而 CPU {cpu} 有 {idle:percent} 空闲：窗口的 " ..
        "{spent:percent} 时间处于空闲状态 {state}（进入 {entered:count} 次），退出需要 {latency:us}" },
    ruled_out = {
      "no thread that carries packets ran late on an idle CPU; the deepest idle state in use is " ..
        "{state}, {latency:us} to leave",
      "承载数据包的线程未在空闲 CPU 上延迟运行；使用中最深的空闲状态为 {state}，退出需要 {latency:us}" },
    none = {
      "the CPUs have no idle states that take time to leave here",
      "本机 CPU 没有需要退出时间的空闲状态" },
  },
  advice = {
    { text = { "Forbid the state on CPU {cpu} and see whether the delay goes; power use grows. For all " ..
                 "CPUs and for good: intel_idle.max_cstate=1 processor.max_cstate=1 on the kernel's " ..
                 "command line, or a tuned profile for latency.",
               "在 CPU {cpu} 上禁用该状态并观察延迟是否消失；功耗会上升。对所有 CPU 永久生效：内核命令行 intel_idle.max_cstate=1 " ..
                 "processor.max_cstate=1，或使用低延迟 tuned 配置。" },
      command = "echo 1 > /sys/devices/system/cpu/cpu{cpu}/cpuidle/state{number}/disable",
      undo = "echo 0 > /sys/devices/system/cpu/cpu{cpu}/cpuidle/state{number}/disable",
      risk = "none", anywhere = true },
  },
  judge = function (facts)
    local found = measure(facts)
    if found then return finding(found) end
    local state = deepest(facts)
    if not state then return ruled_out { text = "none" } end
    return ruled_out { values = { state = state.name, latency = state.latency } }
  end,
}
