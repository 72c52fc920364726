-- A packet without a flow waits for ovs-vswitchd: for a handler to take it, for the handler to decide, for
-- the answer to be carried out. Which of the three takes long is told; why, is another rule's.

local PARTS = { "waiting", "working", "executing" }

local function part_rows(facts, tid)
  local rows = {}
  for _, name in ipairs(PARTS) do
    rows[name] = facts["ovs.upcall_parts"]:where({ part = name, tid = tid })[1]
  end
  return rows
end

-- The handler whose packets took longest, by the statistic that the verdict stands on.
local function slowest(facts, statistic)
  local best
  for row in facts["ovs.upcall_parts"]:where({ part = "whole" }):each() do
    if row.tid ~= 0 and row.samples >= data.latency.samples.p50 and
      (best == nil or row[statistic] > best[statistic]) then
      best = row
    end
  end
  return best
end

local function name_handler(facts, given, statistic)
  local row = slowest(facts, statistic)
  if not row then return end
  local place = facts["ovs.upcall_handlers"]
  place = place and place:where({ tid = row.tid })[1]
  given.where.pid, given.where.thread = row.pid, row.thread
  given.where.cpu = place and place.slow_cpu
  given.values.handler_value, given.values.handler_samples = row[statistic], row.samples
end

local NAMES = {
  waiting = { "waiting for a handler", "等待处理线程" },
  working = { "handler at work", "处理线程处理" },
  executing = { "carrying out its answer", "执行应答" },
}

local function extend(facts, _, given, weight)
  local rows, best = part_rows(facts, 0), nil
  for _, name in ipairs(PARTS) do
    local value = rows[name] and rows[name][weight.statistic]
    given.values[name] = value
    if value then
      given.evidence[#given.evidence + 1] = { fact = "ovs.upcall_parts", value = value, unit = "us",
                                              label = NAMES[name] }
      if best == nil or value > given.values[best] then best = name end
    end
  end
  given.where.reason = best
  name_handler(facts, given, weight.statistic)
end

return rule {
  title = { "Packets without a flow wait for ovs-vswitchd", "OVS upcall 延迟高" },
  class = "delay",
  needs = { "ovs.upcall_parts", "ovs.datapaths" },
  uses = { "ovs.upcall_handlers", "ovs.upcall_account", "ovs.upcall_ports" },
  texts = lib.latency.texts {
    confirmed = {
      "{samples:count} packets that were sent up to ovs-vswitchd took {value:us} ({statistic}): above " ..
        "{attention:us}[[; waiting for a handler {waiting:us}]][[, handler at work {working:us}]]" ..
        "[[, carrying out its answer {executing:us}]][[; slowest was {thread} with {handler_value:us} " ..
        "({handler_samples:count} packets)]]; {max:us} at most",
      "{samples:count} 个上送 ovs-vswitchd 的数据包耗时 {value:us}（{statistic}）：超过 {attention:us}" ..
        "[[；等待处理线程 {waiting:us}]][[，处理 {working:us}]][[，执行 {executing:us}]]" ..
        "[[；最慢的是 {thread}：{handler_value:us}（{handler_samples:count} 个）]]；最长 {max:us}" },
  },
  advice = {
    { text = { "See what the handlers do and whether they get CPU; compare the three parts.",
               "查看处理线程在做什么、是否得到 CPU；比较三个阶段。" },
      command = "netdoctor probe ovs-upcall --duration 10", risk = "none" },
    { text = { "See how many flows there are and how long a walk over them takes.",
               "查看流表项数及遍历耗时。" },
      command = "ovs-appctl upcall/show", risk = "none" },
  },
  judge = function (facts)
    local netns = lib.ovs.home(facts)
    return lib.latency.judge(facts, {
      fact = "ovs.upcall_parts",
      kind = function (row) return row.part == "whole" and row.tid == 0 and "ovs_upcall" or nil end,
      where = function () return { netns = netns } end,
      extend = extend,
    })
  end,
}
