-- Frames whose hardware address is not this device's. A switch or bridge that does not know where an
-- address is floods such frames: they are for somebody else, and nothing is lost here. A frame with a
-- wrong hardware address and the IP address of this host is one that should have been taken.

-- Confidence where nobody knows for whom the frames were.
local UNKNOWN = 0.4

-- The part of the frames that were for an IP address of their namespace; nil when that is not known.
local function own_part(facts, where)
  local addresses, tuples = facts["addresses.own"], facts["drops.tuples"]
  if not addresses or not tuples then return nil end
  local own, all = 0, 0
  for row in tuples:where { netns = where.netns, reason = where.reason,
                            location = where.location }:each() do
    all = all + row.packets
    if #addresses:where { netns = where.netns, address = row.dst } > 0 then own = own + row.packets end
  end
  if all > 0 then return own / all end
end

local function name_destination(facts, object, given)
  given.values.destination = lib.loss.most(facts, object, "dst")
  given.advice = { object.where.device and "look" or "list" }
  -- Of a flood, that its addresses were forgotten says nothing of whose they are.
  if own_part(facts, object.where) == nil then given.outcome, given.confidence = "suspected", UNKNOWN end
end

return rule {
  title = { "Frames come in for another host", "收到发往其他主机的帧" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "addresses.own", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} frames ({share:percent})[[ on {device}]] were addressed to " ..
        "another machine[[ (IP address {destination})]]",
      "[[{device} 上]]{total:count} 个帧中有 {lost:count} 个（{share:percent}）的 MAC 地址属于其他机器" ..
        "[[（IP 地址 {destination}）]]" },
    flooded = {
      "{lost:count} frames for other machines came in, none of them for an IP address of this host: a " ..
        "switch or bridge floods them, nothing is lost here",
      "收到 {lost:count} 个发往其他机器的帧，目的 IP 均非本机地址：由交换机或网桥泛洪而来，本机并无丢失" },
  },
  advice = {
    { name = "look",
      text = { "Compare the address of {device} with the one that the senders use (their neighbour " ..
                 "table); on a bridge or OVS see whether the port of that address is known.",
               "比较 {device} 的 MAC 与发送方使用的 MAC（发送方邻居表）；在网桥或 OVS 上确认该地址对应的端口是否已学习。" },
      command = "ip -d link show dev {device}", risk = "none" },
    { name = "list",
      text = { "Compare the addresses of the devices with those that the senders use.",
               "比较各设备的 MAC 与发送方使用的 MAC。" },
      command = "ip link show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device" },
      carried = lib.loss.device_packets,
      part = own_part,
      none = "flooded",
      carried_fact = "links.counters",
      extend = name_destination,
    })
  end,
}
