-- Memory is short: allocations wait, processes are killed, or a protocol has used what it may.

local limits = data.host.memory
-- A protocol's limits are proposed at this multiple.
local LARGER = 2

local function waiting_share(state)
  if not state.some or not state.elapsed or state.elapsed == 0 then return nil end
  return state.some / state.elapsed
end

local function found(severity, text, values, evidence, extra)
  local given = { where = extra and extra.where or {}, severity = severity, confidence = 0.8,
                  text = text, values = values, evidence = evidence,
                  advice = extra and extra.advice or { "look" } }
  return confirmed(given)
end

-- Groups that thrash within limits of their own count in the host's pressure too (psi_memstall_enter() of
-- their reclaim). Its own want shows in what is left, or in allocations that had to free memory first:
-- allocstall counts those of no group.
local function is_own(state, values)
  return values.available_share < limits.available or (state.stalls or 0) >= limits.stalls
end

local function judge_host(state, values)
  local share = is_own(state, values) and values.waiting
  -- A process that outgrew the limit of its own group is not the host's want of memory.
  local short = values.available_share < limits.available or
    (share and share >= limits.waiting.attention)
  if (state.oom_kills or 0) > 0 and short then
    return found("abnormal", "killed", values,
      { { fact = "memory.state", value = state.oom_kills, unit = "count",
          label = { "processes killed", "被杀进程" } } })
  end
  if share and share >= limits.waiting.attention then
    return found(share >= limits.waiting.abnormal and "abnormal" or "attention", "confirmed", values,
      { { fact = "memory.state", value = share, unit = "share",
          label = { "time somebody waited for memory", "等待内存的时间" } } })
  end
  if (state.stalls or 0) >= limits.stalls and values.available_share < limits.available then
    return found("attention", "confirmed", values,
      { { fact = "memory.state", value = state.stalls, unit = "count",
          label = { "allocations that waited", "等待的分配次数" } } })
  end
end

-- A protocol above its second limit shrinks its sockets' windows; above the third it drops.
local function judge_protocol(row)
  if not row.max or not row.pressure or row.max == 0 or row.used < row.pressure then return nil end
  local page = math.max(1, row.page or 0)
  return found(row.used >= row.max and "abnormal" or "attention", "protocol",
    { protocol = row.protocol, used = row.used, pressure = row.pressure, max = row.max,
      least_pages = row.least // page, pressure_pages = row.pressure // page,
      max_pages = row.max // page, new_pressure = LARGER * (row.pressure // page),
      new_max = LARGER * (row.max // page) },
    { { fact = "memory.protocols", value = row.used, unit = "bytes",
        label = { "held by its sockets", "套接字占用" } } },
    { where = { protocol = row.protocol }, advice = { "protocol" } })
end

return rule {
  title = { "Memory is short", "内存不足" },
  class = "state",
  needs = { "memory.state", "memory.protocols" },
  uses = { "memory.nodes", "memory.huge" },
  texts = {
    confirmed = {
      "{available:bytes} of {total:bytes} are left ({available_share:percent}); in the window " ..
        "{stalls:count} allocations had to free memory first[[, and somebody waited for memory for " ..
        "{waiting:percent} of it]]",
      "剩余内存 {available:bytes}/{total:bytes}（{available_share:percent}）；窗口内 {stalls:count} 次分配需先回收内存" ..
        "[[，{waiting:percent} 的时间有任务在等待内存]]" },
    killed = {
      "the kernel killed {oom_kills:count} processes for want of memory; {available:bytes} of " ..
        "{total:bytes} are left",
      "内核因内存不足杀死 {oom_kills:count} 个进程；剩余 {available:bytes}/{total:bytes}" },
    protocol = {
      "{protocol} sockets hold {used:bytes}: above {pressure:bytes} the kernel shrinks their buffers, " ..
        "above {max:bytes} it drops",
      "{protocol} 套接字占用 {used:bytes}：超过 {pressure:bytes} 内核会压缩缓冲区，超过 {max:bytes} 会丢包" },
    ruled_out = {
      "{available:bytes} of {total:bytes} are left ({available_share:percent}); {stalls:count} " ..
        "allocations of the window waited[[, {waiting:percent} of its time]]; sockets hold " ..
        "{sockets:bytes}",
      "剩余内存 {available:bytes}/{total:bytes}（{available_share:percent}）；窗口内 {stalls:count} 次分配等待" ..
        "[[，占 {waiting:percent} 时间]]；套接字占用 {sockets:bytes}" },
    groups = {
      "{available:bytes} of {total:bytes} are left ({available_share:percent}) and {stalls:count} allocations " ..
        "of the window had to free memory first: who waited for memory, for {waiting:percent} of it, did so " ..
        "within limits of a group or for what is read again from disk[[; {oom_kills:count} processes were " ..
        "killed]]",
      "剩余内存 {available:bytes}/{total:bytes}（{available_share:percent}），窗口内 {stalls:count} 次分配需先回收内存：" ..
        "{waiting:percent} 时间的内存等待源于 cgroup 自身上限或重新读盘[[；{oom_kills:count} 个进程被杀死]]" },
  },
  advice = {
    { name = "look",
      text = { "Find who uses the memory, and give it a limit or the host more memory.",
               "找出占用内存的进程，加以限制或增加内存。" },
      command = "ps -eo rss,pid,comm --sort=-rss", risk = "none", anywhere = true },
    { name = "protocol",
      text = { "Find the sockets that hold it (Recv-Q and Send-Q): readers that stand still. If all of " ..
                 "them work, raise the limits of {protocol}: {pressure:bytes} and {max:bytes} now.",
               "找出占用者（Recv-Q、Send-Q）：停住的读取进程。若均正常，可提高 {protocol} 上限：当前 {pressure:bytes} 与 {max:bytes}。" },
      command = "echo {least_pages} {new_pressure} {new_max} | tee /proc/sys/net/ipv4/{protocol}_mem",
      undo = "echo {least_pages} {pressure_pages} {max_pages} | tee /proc/sys/net/ipv4/{protocol}_mem",
      risk = "none", anywhere = true },
  },
  judge = function (facts)
    local state, list = facts["memory.state"][1], {}
    if not state then
      return ruled_out { values = { available = 0, total = 0, available_share = 0, stalls = 0,
                                    sockets = 0 } }
    end
    -- Huge pages that are set aside for guests are nobody else's, free or not.
    local huge = facts["memory.huge"] and facts["memory.huge"]:sum("reserved") or 0
    local total = math.max(0, (state.total or 0) - huge)
    local values = { available = state.available or 0, total = total, stalls = state.stalls or 0,
                     oom_kills = state.oom_kills, waiting = waiting_share(state),
                     sockets = facts["memory.protocols"]:sum("used"),
                     available_share = (state.available or 0) / math.max(1, total) }
    list[1] = judge_host(state, values)
    for row in facts["memory.protocols"]:each() do list[#list + 1] = judge_protocol(row) end
    if #list > 0 then return list end
    if (values.waiting or 0) >= limits.waiting.attention then
      values.oom_kills = values.oom_kills ~= 0 and values.oom_kills or nil
      return ruled_out { text = "groups", values = values }
    end
    return ruled_out { values = values }
  end,
}
