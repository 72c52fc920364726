-- So many packets are sent up to ovs-vswitchd that it is busy with them: those that find no flow, and
-- those whose flow says so.

local limits = data.ovs.storm

-- Parts of a CPU that all handlers ran, and the busiest of them.
local function handlers(facts)
  local threads, all, most = facts["sched.threads"], 0, nil
  if not threads then return nil end
  for row in threads:where({ kind = "handler" }):each() do
    local part = row.run / math.max(1, row.elapsed)
    all = all + part
    if most == nil or part > most.part then most = { part = part, row = row } end
  end
  return most and all, most
end

local function sum_kind(facts, kind)
  local ports = facts["ovs.upcall_ports"]
  return ports and ports:where({ kind = kind }):sum("upcalls")
end

-- The port that most packets came by.
local function main_port(facts)
  local ports, best = facts["ovs.upcall_ports"], nil
  if not ports then return nil end
  for row in ports:each() do
    if best == nil or row.upcalls > best.upcalls then best = row end
  end
  return best
end

local function measure(facts)
  local found = { missed = facts["ovs.datapaths"]:sum("missed"), rate = 0,
                  lost = facts["ovs.datapaths"]:sum("lost") }
  local account = facts["ovs.upcall_account"]
  local watched = account and account[1]
  for datapath in facts["ovs.datapaths"]:each() do
    found.rate = found.rate + datapath.missed / lib.ovs.seconds(datapath)
  end
  -- What a flow sends up is no miss.
  if watched and watched.window > 0 then
    found.rate = math.max(found.rate, watched.upcalls * 1000 / watched.window)
  end
  found.busy, found.most = handlers(facts)
  return found
end

local function severity(found)
  if found.rate < limits.per_s then return nil end
  if found.busy then
    if found.most.part >= limits.busy.abnormal then return "abnormal" end
    if found.busy >= limits.busy.attention then
      return found.lost >= data.severity.floor and "abnormal" or "attention"
    end
    return nil
  end
  return found.rate >= limits.blind_per_s and "attention" or nil
end

local function finding(facts, found, how)
  local netns, bridge = lib.ovs.home(facts)
  local port = main_port(facts)
  local given = {
    where = { netns = netns, bridge = bridge, device = port and port.device ~= "" and port.device or nil },
    severity = how,
    confidence = found.busy and 0.85 or 0.6,
    values = { rate = math.floor(found.rate), busy = found.busy, missed = found.missed,
               lost = found.lost, actions = sum_kind(facts, "action"),
               protocol = port and port.protocol, family = port and port.family,
               most = found.most and found.most.part, handler = found.most and found.most.row.thread },
    evidence = { { fact = "ovs.datapaths", value = found.rate, unit = "per_s",
                   label = { "packets sent up", "上送的数据包" } } },
  }
  if found.busy then
    given.evidence[2] = { fact = "sched.threads", value = found.busy, unit = "share",
      label = { "of a CPU used by all handlers", "处理线程占用的 CPU" } }
  end
  return confirmed(given)
end

return rule {
  title = { "A storm of upcalls keeps ovs-vswitchd busy", "upcall 风暴" },
  class = "state",
  needs = { "ovs.datapaths" },
  uses = { "sched.threads" },
  details = { "ovs.upcall_account", "ovs.upcall_ports" },
  texts = {
    confirmed = {
      "{rate:count} packets a second were sent up to ovs-vswitchd: {missed:count} found no flow" ..
        "[[, {actions:count} by a flow's own action]][[, {lost:count} were lost]]" ..
        "[[; its handlers used {busy:percent} of a CPU]][[, {handler} {most:percent}]]" ..
        "[[; most came in by {device}]][[ ({family} {protocol})]]",
      "每秒有 {rate:count} 个数据包上送 ovs-vswitchd：{missed:count} 个未命中流表[[，{actions:count} 个由流表动作上送]]" ..
        "[[，{lost:count} 个丢失]][[；处理线程占用 {busy:percent} 的 CPU]][[，{handler} 占 {most:percent}]]" ..
        "[[；多数来自 {device}]][[（{family} {protocol}）]]" },
    ruled_out = {
      "{rate:count} packets a second were sent up to ovs-vswitchd[[, and its handlers used " ..
        "{busy:percent} of a CPU]]",
      "每秒有 {rate:count} 个数据包上送 ovs-vswitchd[[，处理线程占用 {busy:percent} 的 CPU]]" },
  },
  advice = {
    { text = { "See what these packets are: flows that send to the controller or sample, and rules that " ..
                 "look at fields which differ from packet to packet.",
               "查看这些数据包：送往控制器或采样的流，以及匹配逐包变化字段的规则。" },
      command = "ovs-appctl dpctl/dump-flows -m", risk = "none" },
    { text = { "See how many flows ovs-vswitchd keeps, for how long, and with how many threads.",
               "查看 ovs-vswitchd 保留的流数、时长与线程数。" },
      command = "ovs-appctl upcall/show", risk = "none" },
  },
  judge = function (facts)
    local found = measure(facts)
    local how = severity(found)
    if how then return finding(facts, found, how) end
    return ruled_out { values = { rate = math.floor(found.rate), busy = found.busy } }
  end,
}
