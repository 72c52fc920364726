-- A meter of Open vSwitch lets only so much through.

local function meters_of(facts, netns)
  local all = facts["ovs.meters"]
  return all and all:where { netns = netns }
end

local function carried(facts, object)
  local meters = meters_of(facts, object.where.netns)
  if not meters or #meters == 0 then return lib.ovs.carried(facts, object) end
  return math.max(0, meters:sum("packets") - meters:sum("dropped"))
end

local function name_meter(facts, object, given)
  local meters, best = meters_of(facts, object.where.netns), nil
  if not meters then return end
  for row in meters:each() do
    if row.dropped > 0 and (best == nil or row.dropped > best.dropped) then best = row end
  end
  if not best then return end
  object.where.bridge = best.datapath
  given.values.meter, given.values.dropped = best.meter, best.dropped
  given.values.offered = best.packets
end

return rule {
  title = { "An Open vSwitch meter drops packets", "Open vSwitch 计量器（meter）丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "ovs.datapaths" },
  uses = { "ovs.meters", "ovs.ports", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "meters of Open vSwitch[[ in {bridge}]] dropped {lost:count} of {total:count} packets " ..
        "({share:percent})[[ from {device}]][[: meter {meter} of the datapath took {dropped:count} of " ..
        "{offered:count}]]",
      "[[{bridge} 的 ]]Open vSwitch 计量器丢弃了[[来自 {device} 的]] {total:count} 个数据包中的 {lost:count} 个" ..
        "（{share:percent}）[[：数据路径计量器 {meter} 丢弃 {offered:count} 个中的 {dropped:count} 个]]" },
    ruled_out = {
      "no meter of Open vSwitch dropped packets in the window",
      "观察窗口内没有 Open vSwitch 计量器丢包" },
  },
  advice = {
    { text = { "More is offered than the meter lets through. If that rate is not wanted, change it in " ..
                 "the bridge; else the sender has to slow down. The bridge numbers its meters itself: " ..
                 "the one whose band counts grow is it.",
               "流量超过计量器允许的速率。若该限速并非有意，请在网桥上修改；否则应由发送方降速。" ..
                 "网桥自有编号：计数增长的即是。" },
      command = "for bridge in $(ovs-vsctl list-br); do ovs-ofctl -O OpenFlow13 dump-meters $bridge; " ..
        "ovs-ofctl -O OpenFlow13 meter-stats $bridge; done",
      risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns" },
      carried = carried,
      carried_fact = facts["ovs.meters"] and "ovs.meters" or "ovs.datapaths",
      extend = name_meter,
    })
  end,
}
