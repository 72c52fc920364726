-- A flow of Open vSwitch says drop: no actions, or the drop action. Somebody's OpenFlow rules decided
-- so, or no rule matched and the tables drop what they do not know.

-- Of the megaflows that drop at that port, the one that took most of it.
local function main_flow(facts, object)
  local flows, best = facts["ovs.flows"], nil
  if not flows then return nil end
  local same = { netns = object.where.netns, drops = true }
  for row in flows:where(same):each() do
    if row.key and (not object.where.device or row.device == object.where.device) and
       (best == nil or row.packets > best.packets) then best = row end
  end
  return best
end

local function name_flow(facts, object, given)
  local flow = main_flow(facts, object)
  given.advice = { "list" }
  if not flow then return end
  local where, values = object.where, given.values
  where.bridge = flow.datapath
  where.device = where.device or flow.device
  values.flow, values.packets, values.actions = flow.key, flow.packets, flow.actions
  given.evidence[#given.evidence + 1] = { fact = "ovs.flows", value = flow.packets, unit = "packets",
    label = { "dropped by the megaflow that took most", "丢弃最多的 megaflow 的丢包" } }
  given.advice = { "trace", "list" }
end

-- A trunk brings what is flooded in every VLAN of the site: requests by ARP that came from the physical network
-- concern no guest here. Since 6.6 drops have reasons and drop_reasons leaves them out; before, the flows tell.
local function part_of(facts, where)
  local flows, uplinks = facts["ovs.flows"], facts["nic.links"]
  local here = { netns = where.netns, device = where.device }
  if not flows or not uplinks or not where.device or #uplinks:where(here) == 0 then return 1 end
  local untold = flows:where { netns = where.netns, device = where.device, drops = true, told = false }
  local all = untold:sum("packets")
  return all > 0 and 1 - untold:where({ family = "arp" }):sum("packets") / all or 1
end

return rule {
  title = { "An Open vSwitch flow drops packets", "Open vSwitch 流表项丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "ovs.datapaths" },
  uses = { "ovs.flows", "ovs.ports", "nic.links", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "Open vSwitch dropped {lost:count} of {total:count} packets ({share:percent})[[ from {device}]]" ..
        "[[ in {bridge}]] by a flow that says so[[: {flow} ({packets:count} packets)]]",
      "Open vSwitch [[{bridge} ]]按流表项丢弃了[[来自 {device} 的]] {total:count} 个数据包中的 {lost:count} 个" ..
        "（{share:percent}）[[：{flow}（{packets:count} 个）]]" },
    ruled_out = {
      "no flow of Open vSwitch dropped packets in the window",
      "观察窗口内没有 Open vSwitch 流表项丢包" },
    flooded = {
      "flows of Open vSwitch dropped {lost:count} packets, and those were requests by ARP from the physical network " ..
        "that concern no guest here",
      "Open vSwitch 流表项丢弃了 {lost:count} 个数据包，均为来自物理网络、与本机虚拟机无关的 ARP 请求" },
  },
  advice = {
    { name = "trace",
      text = { "See which OpenFlow rule, or which lack of one, makes that flow drop. Whether the " ..
                 "packets are wanted is for you to say: netdoctor changes no rule.",
               "查看是哪条 OpenFlow 规则（或缺少规则）使该流丢弃。是否放行由您决定，netdoctor 不修改规则。" },
      command = "ovs-appctl ofproto/trace {bridge} {flow}", risk = "none" },
    { name = "list",
      text = { "List the flows of the datapath that drop.", "列出数据路径中丢弃的流。" },
      command = "ovs-appctl dpctl/dump-flows -m | grep -F 'actions:drop'", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device" },
      part = part_of,
      none = "flooded",
      carried = lib.ovs.carried,
      carried_fact = facts["ovs.ports"] and "ovs.ports" or "ovs.datapaths",
      extend = name_flow,
    })
  end,
}
