-- Packets sent to, or received by, a device that is down or has no carrier.

local function name_peer(peer, given)
  local values = given.values
  values.peer, values.peer_netns = peer.device, peer.netns
  if peer.up ~= false then return end
  given.text = "peer"
  if peer.netns == "self" then
    given.advice = { "peer_here" }
  elseif not peer.netns:contains("pid ") then
    given.advice = { "peer_there" }
  end
end

local function name_state(facts, object, given)
  local where = object.where
  given.advice = { "list" }
  if not where.device then return end
  local link = lib.link.of(facts, where)
  given.advice = { "look" }
  if not link then return end
  if link.up == false then
    given.text, given.advice = "down", { "up" }
  elseif link.carrier == false then
    given.text, given.advice = "carrier", { "look" }
    local peer = lib.link.peer(facts, link)
    if peer then name_peer(peer, given) end
  end
end

return rule {
  title = { "A device is down", "网络设备未启用或链路断开" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] met a device that was " ..
        "not ready",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[在 {device} 上]]因设备未就绪而丢弃" },
    down = {
      "{lost:count} of {total:count} packets ({share:percent}) met {device}, which is switched off",
      "{device} 已被关闭（down），{total:count} 个数据包中有 {lost:count} 个（{share:percent}）被丢弃" },
    carrier = {
      "{lost:count} of {total:count} packets ({share:percent}) were sent to {device}, which has no " ..
        "carrier[[ (its other end is {peer} in namespace {peer_netns})]]",
      "{device} 无载波[[（对端为命名空间 {peer_netns} 中的 {peer}）]]，发往它的 {total:count} 个数据包中有 {lost:count} 个" ..
        "（{share:percent}）被丢弃" },
    peer = {
      "{lost:count} of {total:count} packets ({share:percent}) were sent to {device}, whose other " ..
        "end, {peer} in namespace {peer_netns}, is switched off",
      "{device} 的对端（命名空间 {peer_netns} 中的 {peer}）已被关闭，发往它的 {total:count} 个数据包中有 " ..
        "{lost:count} 个（{share:percent}）被丢弃" },
  },
  advice = {
    { name = "peer_there",
      text = { "{peer} is off. Switch it on if it is meant to carry traffic.",
               "{peer} 处于关闭状态。如需承载流量请启用。" },
      command = "ip -n {peer_netns} link set dev {peer} up",
      undo = "ip -n {peer_netns} link set dev {peer} down",
      risk = "none", anywhere = true },
    { name = "peer_here",
      text = { "{peer} is off. Switch it on if it is meant to carry traffic.",
               "{peer} 处于关闭状态。如需承载流量请启用。" },
      command = "ip link set dev {peer} up", undo = "ip link set dev {peer} down",
      risk = "none", anywhere = true },
    { name = "up",
      text = { "{device} is off. Switch it on if it is meant to carry traffic.",
               "{device} 处于关闭状态。如需承载流量请启用。" },
      command = "ip link set dev {device} up", undo = "ip link set dev {device} down",
      risk = "none" },
    { name = "look",
      text = { "Look at the other end: cable and switch port of an uplink, the peer of a veth, the VM " ..
                 "of a tap.",
               "检查对端：上联口的线缆和交换机端口、veth 的对端、tap 的虚拟机。" },
      command = "ip -d link show dev {device}", risk = "none" },
    { name = "list",
      text = { "See which devices are down.", "查看哪些设备处于关闭状态。" },
      command = "ip link show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "direction" },
      carried = lib.loss.device_packets,
      carried_fact = "links.counters",
      extend = name_state,
    })
  end,
}
