-- Flows of the kernel's table that live too short to be worth it: every few packets one is made anew,
-- and the packet that misses it goes the slow way.

local limits = data.ovs.churn

local function measure(datapath, flows)
  local seconds = lib.ovs.seconds(datapath)
  local share, packets = lib.ovs.misses(datapath)
  local found = { share = share, packets = packets, missed = datapath.missed }
  if flows and flows.fresh then
    found.fresh, found.gone, found.known = flows.fresh, flows.gone, flows.known
    found.rate = flows.fresh / seconds
    found.each = flows.fresh_packets / math.max(1, flows.fresh)
    found.part = flows.fresh / math.max(1, flows.known)
  end
  return found
end

local function churns(found)
  return found.rate and found.rate >= limits.fresh_per_s and found.part >= limits.part and
    found.each <= limits.packets_each
end

local function finding(datapath, found, severity)
  return confirmed {
    where = { netns = datapath.netns, bridge = datapath.datapath },
    severity = severity,
    confidence = 0.8,
    values = { fresh = found.fresh, rate = math.floor(found.rate), known = found.known,
               each = found.each, gone = found.gone, misses = found.share, packets = found.packets },
    evidence = {
      { fact = "ovs.datapaths", value = found.missed, unit = "packets",
        label = { "packets that found no flow", "未命中流表的数据包" } },
      { fact = "ovs.datapaths", value = found.share, unit = "share",
        label = { "of all that were looked up", "占查找的数据包" } },
      { fact = "ovs.flow_tables", value = found.rate, unit = "per_s",
        label = { "flows made", "新建流" } },
      { fact = "ovs.flow_tables", value = found.fresh, unit = "entries",
        label = { "of the table at the end are new", "结束时表中新增" } },
    },
  }
end

return rule {
  title = { "Megaflows come and go", "megaflow 频繁增删" },
  class = "state",
  needs = { "ovs.datapaths", "ovs.flow_tables" },
  texts = {
    confirmed = {
      "{fresh:count} of {known:count} flows[[ in {bridge}]] were made in the window ({rate:count} per " ..
        "second) and carried {each:count} packets each; {misses:percent} of {packets:count} packets " ..
        "found no flow. How long flows live beyond the window is not seen",
      "[[{bridge} 的 ]]{known:count} 条流中有 {fresh:count} 条在窗口内新建（每秒 {rate:count} 条），平均仅承载 {each:count} 个数据包；" ..
        "{packets:count} 个数据包中 {misses:percent} 未命中。窗口之外的生命周期不可见" },
    ruled_out = {
      "at most {rate:count} flows per second were made, and {misses:percent} of the packets found none",
      "每秒最多新建 {rate:count} 条流，{misses:percent} 的数据包未命中" },
    none = {
      "there is no Open vSwitch datapath in the kernel here",
      "本机内核中没有 Open vSwitch 数据路径" },
    unseen = {
      "the flow table could not be read whole at both ends of the window, and {misses:percent} of the " ..
        "packets found no flow",
      "窗口两端未能完整读取流表，{misses:percent} 的数据包未命中" },
  },
  advice = {
    { text = { "See what the short-lived flows match: fields that differ from packet to packet (ports, " ..
                 "addresses) come from OpenFlow rules that look at them. Coarser rules make megaflows " ..
                 "that serve many packets.",
               "查看短命流匹配的字段：逐包变化的字段（端口、地址）来自匹配它们的 OpenFlow 规则。更粗的规则可使 megaflow 服务更多数据包。" },
      command = "ovs-appctl dpctl/dump-flows -m", risk = "none" },
    { text = { "See how long ovs-vswitchd keeps flows that are idle, and whether it is at its limit.",
               "查看 ovs-vswitchd 保留空闲流的时长及是否达到上限。" },
      command = "ovs-vsctl get Open_vSwitch . other_config", risk = "none" },
  },
  judge = function (facts)
    local list, rate, misses, unseen = {}, 0, 0, false
    for datapath in facts["ovs.datapaths"]:each() do
      local found = measure(datapath, lib.ovs.same(facts, "ovs.flow_tables", datapath))
      local severity = lib.ovs.severity(found.share, limits.misses)
      if severity and churns(found) then list[#list + 1] = finding(datapath, found, severity) end
      unseen = unseen or (severity ~= nil and found.rate == nil)
      rate, misses = math.max(rate, found.rate or 0), math.max(misses, found.share)
    end
    if #list > 0 then return list end
    if #facts["ovs.datapaths"] == 0 then return ruled_out { text = "none" } end
    if unseen then return undecided { text = "unseen", values = { misses = misses } } end
    return ruled_out { values = { rate = math.floor(rate), misses = misses } }
  end,
}
