-- The tap of a VM takes smaller packets than the other ports of its switch, and larger ones came and
-- were dropped there.

local function same_switch(facts, link)
  local most
  if not link.master or link.master == "" then return nil end
  for other in facts["links.counters"]:where({ netns = link.netns, master = link.master }):each() do
    if other.device ~= link.device and (other.mtu or 0) > (most and most.mtu or link.mtu or 0) then
      most = other
    end
  end
  return most
end

-- Packets that the switch could not send to the tap: by where they died, and by what Open vSwitch counts
-- at the port for it. (The compiler may end ovs_vport_send in a jump; the place is its caller then.)
local function dropped(facts, tap, link)
  local sum = 0
  for _, location in ipairs(data.virt.too_big) do
    sum = sum + facts["drops.kernel"]:where({ netns = tap.netns, device = tap.device,
                                              location = location }):sum("packets")
  end
  return math.max(sum, link.tx_errors or 0)
end

local function found(link, other, tap, lost)
  return confirmed {
    where = { netns = link.netns, device = link.device, pid = tap.pid },
    severity = "abnormal", confidence = 0.8, lost = lost, carried = link.tx_packets,
    values = { mtu = link.mtu, other = other.device, larger = other.mtu, lost = lost },
    evidence = {
      { fact = "links.counters", value = lost, unit = "packets",
        label = { "dropped before the tap", "在 TAP 之前被丢弃" } },
      { fact = "links.counters", value = link.mtu, unit = "bytes",
        label = { "MTU of the tap", "TAP 的 MTU" } },
      { fact = "links.counters", value = other.mtu, unit = "bytes",
        label = { "of another port", "其他端口的 MTU" } },
    },
  }
end

return rule {
  title = { "MTUs differ along a VM's path", "虚拟机路径上 MTU 不一致" },
  class = "state",
  needs = { "vms.taps", "links.counters", "drops.kernel" },
  uses = { "tap.queues", "vhost.rings" },
  texts = lib.virt.texts {
    confirmed = {
      "{device} takes packets of {mtu:count} bytes and {other} at the same switch of {larger:count}; " ..
        "{lost:count} packets were dropped between them",
      "{device} 的 MTU 为 {mtu:count}，同一交换机上 {other} 的 MTU 为 {larger:count}；两者之间丢弃 {lost:count} 个数据包" },
    ruled_out = {
      "no part of the packets that matters was dropped before a VM's tap because they were larger than that takes",
      "没有值得关注数量的数据包因超过虚拟机 TAP 的 MTU 而被丢弃" },
  },
  advice = {
    { text = { "Give {device} the MTU of the path, {larger:count}, and its guest's interface the same; or lower " ..
                 "that of {other}.",
               "将 {device} 及客户机网卡的 MTU 设为路径 MTU {larger:count}，或降低 {other} 的 MTU。" },
      command = "ip link set dev {device} mtu {larger}", undo = "ip link set dev {device} mtu {mtu}",
      risk = "brief" },
  },
  judge = function (facts)
    local list, done = {}, {}
    if not facts["tap.queues"] then return lib.virt.nothing(facts) end
    for tap in facts["tap.queues"]:each() do
      local key = tap.netns .. "/" .. tap.device
      local link = facts["links.counters"]:where({ netns = tap.netns, device = tap.device })[1]
      local other = link and not done[key] and same_switch(facts, link)
      local lost = other and dropped(facts, tap, link) or 0
      if other and lib.virt.harmed(lost, link.tx_packets) then list[#list + 1] = found(link, other, tap, lost) end
      done[key] = true
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts)
  end,
}
