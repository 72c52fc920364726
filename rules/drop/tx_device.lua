-- A device took packets and did not send them: its driver refused them, gave up, or went in circles.

local function carried(facts, object)
  return lib.loss.device_packets(facts, { where = object.where, lost = object.lost,
                                          keys = { direction = "tx" } })
end

local function link_of(facts, where)
  if not where.device then return nil end
  return facts["links.counters"]:where { netns = where.netns, device = where.device }[1]
end

-- How often a transmit queue of the device stood still, by its driver's own count.
local function timeouts(facts, where)
  if not facts["nic.statistics"] then return 0 end
  return lib.host.nic_count(facts, where, "tx_timeout")
end

local function name_device(facts, object, given)
  local where, values = object.where, given.values
  local link = link_of(facts, where)
  given.advice = { where.device and "look" or "list" }
  if link and link.kind ~= "" then values.kind = link.kind end
  if where.reason == "RECURSION_LIMIT" then
    given.text, given.advice = "circle", { where.device and "stack" or "list" }
  elseif where.device and timeouts(facts, where) > 0 then
    values.timeouts = timeouts(facts, where)
    given.text, given.advice = "stuck", { "driver" }
  end
end

return rule {
  title = { "A device does not send what it is given", "设备未发出交给它的数据包" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "nic.statistics", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "[[{device} ]][[({kind}) ]]threw away {lost:count} of {total:count} packets ({share:percent}) " ..
        "that it was given to send",
      "[[{device}]][[（{kind}）]]丢弃了交给它发送的 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" },
    stuck = {
      "{device} threw away {lost:count} of {total:count} packets ({share:percent}) that it was given " ..
        "to send; its transmit queues stood still {timeouts:count} times",
      "{device} 丢弃了交给它发送的 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）；" ..
        "其发送队列停滞 {timeouts:count} 次" },
    circle = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] went through so many " ..
        "devices stacked on each other that the kernel takes it for a circle",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）经过过多层叠设备，" ..
        "内核判定为环路" },
  },
  advice = {
    { name = "look",
      text = { "See what {device} stands on and what it counts: a bond or team without a working " ..
                 "member, a tunnel without a far end and a driver that refuses a packet look like this.",
               "查看 {device} 的下层设备及其计数：没有可用成员的 bond 或 team、没有对端的隧道、驱动拒绝报文都会如此。" },
      command = "ip -d -s link show dev {device}", risk = "none" },
    { name = "driver",
      text = { "The driver waited in vain for the device to send: look in the kernel's log for its " ..
                 "reason, and at the versions of firmware and driver.",
               "驱动等待设备发送超时：查看内核日志中的原因以及固件、驱动版本。" },
      command = "ethtool -i {device}", risk = "none" },
    { name = "stack",
      text = { "Look for devices on top of each other (tunnels, macvlan, VLAN, tc mirred) of which one " ..
                 "sends back to the first.",
               "检查层叠的设备（隧道、macvlan、VLAN、tc mirred），是否有一个又发回最初的设备。" },
      command = "ip -d link show", risk = "none" },
    { name = "list",
      text = { "See which devices count packets that they did not send.",
               "查看哪些设备有未能发出的数据包。" },
      command = "ip -d -s link show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "reason" },
      carried = carried,
      carried_fact = "links.counters",
      extend = name_device,
    })
  end,
}
