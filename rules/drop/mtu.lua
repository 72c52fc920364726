-- Packets that are larger than what is next on their way takes. One now and then is how the path's
-- MTU is learned; many mean that the sender does not learn it, or that two ends of one wire differ.

local function onward(where)
  return where.location == "ip6_forward"
end

local function carried(facts, object)
  if object.where.location and (object.where.location:contains("forward_skb") or
     object.where.location:contains("vport") or object.where.location:contains("br_")) then
    return lib.loss.device_packets(facts, object)
  end
  -- IPv6 gives a packet that it forwards the device of the way on before it finds it too big.
  if onward(object.where) then
    return lib.loss.ip_packets(facts, { where = object.where, keys = {}, lost = object.lost })
  end
  return lib.loss.ip_packets(facts, object)
end

-- Mean length of the packets that died.
local function mean_length(facts, where)
  local drops = facts["drops.kernel"]
  if not drops then return nil end
  local rows = drops:where { netns = where.netns, device = where.device, reason = where.reason,
                             location = where.location }
  local packets = rows:sum("packets")
  if packets > 0 then return rows:sum("bytes") // packets end
end

-- The device of the namespace that takes the least, when only one takes so little.
local function narrowest(facts, where)
  local best, alone
  for row in facts["links.counters"]:where { netns = where.netns }:each() do
    if row.up and row.mtu and row.mtu > 0 then
      if best == nil or row.mtu < best.mtu then
        best, alone = row, true
      elseif row.mtu == best.mtu then
        alone = false
      end
    end
  end
  if alone then return best end
end

local function in_named(netns)
  return netns ~= "self" and not netns:contains("pid ")
end

local function name_peer(link, peer, values)
  values.mtu, values.peer, values.peer_mtu = link.mtu, peer.device, peer.mtu
  values.peer_netns = peer.netns
  return in_named(peer.netns) and { "peer_there" } or peer.netns == "self" and { "peer_here" }
    or { "look" }
end

local function name_mtu(facts, object, given)
  local where, values = object.where, given.values
  local link = lib.link.of(facts, where)
  local peer = lib.link.peer(facts, link)
  values.length = mean_length(facts, where)
  given.advice = { "look" }
  if link and peer and peer.mtu and link.mtu and peer.mtu < link.mtu and
     object.where.location and object.where.location:contains("forward_skb") then
    given.text = "peer"
    given.advice = name_peer(link, peer, values)
    return
  end
  if link and onward(where) then
    values.mtu = link.mtu
    given.text = "onward"
    return
  end
  local narrow = narrowest(facts, where)
  if narrow and values.length and narrow.mtu < values.length then
    values.narrow, values.narrow_mtu = narrow.device, narrow.mtu
  end
end

return rule {
  title = { "Packets are too big for the way", "数据包超过路径 MTU" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters", "links.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ from {device}]] were too big" ..
        "[[, {length:count} bytes on average]][[; {narrow} takes {narrow_mtu:count}]]",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[来自 {device} ]]超过 MTU" ..
        "[[，平均 {length:count} 字节]][[；{narrow} 的 MTU 为 {narrow_mtu:count}]]" },
    onward = {
      "{lost:count} of {total:count} packets ({share:percent}) that were to leave by {device} were too " ..
        "big[[, {length:count} bytes on average]]; {device} takes {mtu:count}",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）要从 {device} 转发时超过 MTU" ..
        "[[，平均 {length:count} 字节]]；{device} 的 MTU 为 {mtu:count}" },
    peer = {
      "{lost:count} of {total:count} packets ({share:percent}) sent by {device} were too big for the " ..
        "other end of its wire: {device} sends up to {mtu:count} bytes, {peer} in namespace " ..
        "{peer_netns} takes {peer_mtu:count}",
      "{device} 发送的 {total:count} 个数据包中有 {lost:count} 个（{share:percent}）超过对端 MTU：{device} 为 " ..
        "{mtu:count}，命名空间 {peer_netns} 中的 {peer} 为 {peer_mtu:count}" },
  },
  advice = {
    { name = "peer_there",
      text = { "Give both ends of the wire the same MTU: {peer} has {peer_mtu:count}, {device} has " ..
                 "{mtu:count}.",
               "使两端 MTU 一致：{peer} 为 {peer_mtu:count}，{device} 为 {mtu:count}。" },
      command = "ip -n {peer_netns} link set dev {peer} mtu {mtu}",
      undo = "ip -n {peer_netns} link set dev {peer} mtu {peer_mtu}",
      risk = "none", anywhere = true },
    { name = "peer_here",
      text = { "Give both ends of the wire the same MTU: {peer} has {peer_mtu:count}, {device} has " ..
                 "{mtu:count}.",
               "使两端 MTU 一致：{peer} 为 {peer_mtu:count}，{device} 为 {mtu:count}。" },
      command = "ip link set dev {peer} mtu {mtu}",
      undo = "ip link set dev {peer} mtu {peer_mtu}",
      risk = "none", anywhere = true },
    { name = "look",
      text = { "Compare the MTUs along the way. Where they must differ, the sender has to learn it: " ..
                 "let ICMP \"fragmentation needed\" and \"packet too big\" through, or clamp the MSS.",
               "比较路径上各设备的 MTU。若必须不同，需让发送方得知：放行 ICMP “需要分片/包过大”，或限制 MSS。" },
      command = "ip link show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "direction" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = name_mtu,
    })
  end,
}
