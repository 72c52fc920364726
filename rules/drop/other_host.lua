-- Frames whose hardware address is not this device's. A switch or bridge that does not know where an
-- address is floods such frames, so a few are normal; many mean a wrong address or a lost entry.

local function name_destination(facts, object, given)
  given.values.destination = lib.loss.most(facts, object, "dst")
  given.advice = { object.where.device and "look" or "list" }
end

return rule {
  title = { "Frames come in for another host", "收到发往其他主机的帧" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} frames ({share:percent})[[ on {device}]] were addressed to " ..
        "another machine[[ (IP address {destination})]]",
      "[[{device} 上]]{total:count} 个帧中有 {lost:count} 个（{share:percent}）的 MAC 地址属于其他机器" ..
        "[[（IP 地址 {destination}）]]" },
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
      carried_fact = "links.counters",
      extend = name_destination,
    })
  end,
}
