-- The megaflow table has as many entries as ovs-vswitchd allows: packets of further flows all go the
-- slow way. Twice over the limit ovs-vswitchd empties the whole table, so a look may find it nearly empty;
-- what its own counters say of the window (flows not made, tables emptied) counts then.

local limits = data.ovs.full

local function some(count)
  return count and count > 0 and count or nil
end

-- At the limit when looked at, or it was in the window.
local function full(row)
  local at_limit = math.max(row.flows, row.most or 0) >= limits.part * row.limit and
                   row.flows >= limits.part * row.limit / 2
  return at_limit or (row.refused or 0) >= limits.refused or (row.emptied or 0) > 0
end

-- What may be done about a limit. ovs-vswitchd moves it by itself, by 1,000 up to its configured ceiling
-- after a walk of less than 1 s, down to 1,000 at least after one of more than 1.3 s (revalidator()): what
-- is between was not set by anybody for certain, and setting it would lower the ceiling.
local function advice_of(row)
  if row.limit < limits.least then return { "more", "fewer" } end
  if row.limit == limits.default and (row.dump_ms or 0) < limits.quick_ms then
    return { "more_than_default", "fewer" }
  end
  return { "look", "fewer" }
end

local function finding(row, datapath, severity)
  local misses, packets = lib.ovs.misses(datapath)
  return confirmed {
    where = { netns = row.netns, bridge = row.datapath },
    severity = severity,
    confidence = 0.9,
    values = { flows = math.max(row.flows, row.most or 0), limit = row.limit, misses = misses,
               packets = packets, new_limit = row.limit * 4, dump_ms = row.dump_ms,
               default = limits.default, refused = some(row.refused),
               emptied = some(row.emptied) },
    evidence = {
      { fact = "ovs.datapaths", value = datapath.missed, unit = "packets",
        label = { "packets that found no flow", "未命中流表的数据包" } },
      { fact = "ovs.datapaths", value = misses, unit = "share",
        label = { "of all that were looked up", "占查找的数据包" } },
      { fact = "ovs.flow_tables", value = math.max(row.flows, row.most or 0), unit = "entries",
        label = { "in the table", "表中流数" } },
      { fact = "ovs.flow_tables", value = row.limit, unit = "entries",
        label = { "allowed by ovs-vswitchd", "ovs-vswitchd 上限" } },
    },
    advice = advice_of(row),
  }
end

local SET = "ovs-vsctl set Open_vSwitch . other_config:flow-limit={new_limit}"
local MORE = {
  "Allow more flows, {limit:count} now: each takes about a kilobyte of kernel memory and time of the " ..
    "revalidators. Above that limit ovs-vswitchd lowers it by itself when a walk over all flows takes " ..
    "longer than 2 s.",
  "提高上限（当前 {limit:count}）：每条流约占 1 KB 内核内存及 revalidator 时间。若遍历超过 2 秒，ovs-vswitchd 会自行降低上限。" }

return rule {
  title = { "The megaflow table is full", "megaflow 表已满" },
  class = "state",
  needs = { "ovs.datapaths", "ovs.flow_tables" },
  texts = {
    confirmed = {
      "the table[[ of {bridge}]] holds {flows:count} flows and ovs-vswitchd allows {limit:count}; {misses:percent} of " ..
        "{packets:count} packets found no flow and went the slow way[[; for {refused:count} of them no flow " ..
        "was made since there was no room]][[; the table was emptied {emptied:count} times for it]]",
      "[[{bridge} ]]表中有 {flows:count} 条流，ovs-vswitchd 上限为 {limit:count}；{packets:count} 个数据包中 {misses:percent} 未命中而走慢路径" ..
        "[[；其中 {refused:count} 次因无空间而未建流]][[；为此清空流表 {emptied:count} 次]]" },
    ruled_out = {
      "at most {part:percent} of the flows that ovs-vswitchd allows are in the table ({flows:count})",
      "表中最多为 ovs-vswitchd 上限的 {part:percent}（{flows:count} 条）" },
    small = {
      "the table holds at most {flows:count} flows; ovs-vswitchd did not say how many it allows",
      "表中最多 {flows:count} 条流；ovs-vswitchd 未告知上限" },
    none = {
      "there is no Open vSwitch datapath in the kernel here",
      "本机内核中没有 Open vSwitch 数据路径" },
    unknown = {
      "the table holds {flows:count} flows, and ovs-vswitchd did not say how many it allows",
      "表中有 {flows:count} 条流，ovs-vswitchd 未告知上限" },
  },
  advice = {
    { name = "more",
      text = MORE, command = SET,
      undo = "ovs-vsctl set Open_vSwitch . other_config:flow-limit={limit}", risk = "none" },
    { name = "more_than_default",
      text = MORE, command = SET,
      undo = "ovs-vsctl remove Open_vSwitch . other_config flow-limit", risk = "none" },
    { name = "look",
      text = { "See which limit is configured ({default:count} when none is). ovs-vswitchd lowers the one that " ..
                 "holds, {limit:count} now, when a walk over all flows takes longer than 1.3 s[[ (the last took " ..
                 "{dump_ms:count} ms)]] and raises it again when walks are short: raise the configured one only " ..
                 "when it is what holds, else make walks shorter (fewer flows, CPUs for the revalidators).",
               "查看配置的上限（未配置时为 {default:count}）。若遍历全部流超过 1.3 秒[[（最近一次 {dump_ms:count} 毫秒）]]，ovs-vswitchd " ..
                 "会降低生效上限（当前 {limit:count}），遍历变快后再逐步恢复：仅当受限于配置值时才提高它，否则应缩短遍历" ..
                 "（减少流数、为 revalidator 提供 CPU）。" },
      command = "ovs-vsctl --if-exists get Open_vSwitch . other_config:flow-limit", risk = "none" },
    { name = "fewer",
      text = { "Fewer flows help as well: coarser OpenFlow rules make one megaflow serve more packets.",
               "减少流数同样有效：更粗的 OpenFlow 规则可使一条 megaflow 服务更多数据包。" },
      command = "ovs-appctl upcall/show", risk = "none" },
  },
  judge = function (facts)
    local list, part, most, unknown = {}, 0, 0, false
    for row in facts["ovs.flow_tables"]:each() do
      local datapath = lib.ovs.same(facts, "ovs.datapaths", row)
      most = math.max(most, row.flows)
      if not row.limit then
        unknown = true
      elseif datapath then
        local severity = lib.ovs.severity(lib.ovs.misses(datapath), limits.misses)
        if full(row) and datapath.missed > 0 and severity then
          list[#list + 1] = finding(row, datapath, severity)
        end
        part = math.max(part, row.flows / math.max(1, row.limit))
      end
    end
    if #list > 0 then return list end
    if #facts["ovs.flow_tables"] == 0 then return ruled_out { text = "none" } end
    if not unknown then return ruled_out { values = { part = part, flows = most } } end
    if most < data.ovs.least_limit then return ruled_out { text = "small", values = { flows = most } } end
    return undecided { text = "unknown", values = { flows = most } }
  end,
}
