-- A filter that the owner of a tap set: the hardware addresses that its guest takes, or a program.

local function carried(facts, object)
  return lib.loss.device_packets(facts, { where = object.where, lost = object.lost,
                                          keys = { direction = "tx" } })
end

local function name_filter(facts, object, given)
  given.advice = { object.where.device and "owner" or "taps" }
  if object.where.reason == "TAP_TXFILTER" then
    given.text = "addresses"
    given.values.destination = lib.loss.most(facts, object, "dst")
  end
end

return rule {
  title = { "A tap's filter drops packets", "TAP 过滤器丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "a filter program on[[ {device}]] threw away {lost:count} of {total:count} packets " ..
        "({share:percent}) that were sent to it[[, most of them {protocol}]][[ to port {port}]]",
      "[[{device} 上的 ]]过滤程序丢弃了发往它的 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，主要是 {protocol}]][[，目的端口 {port}]]" },
    addresses = {
      "{lost:count} of {total:count} packets ({share:percent}) sent to[[ {device}]] have a hardware " ..
        "address that its guest does not take[[ (IP address {destination})]]",
      "[[发往 {device} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）的 MAC 地址" ..
        "不在其客户机的接收列表中[[（IP 地址 {destination}）]]" },
  },
  advice = {
    { name = "owner",
      text = { "The filter belongs to the process that has {device} open, usually the VM's: see which " ..
                 "addresses the guest takes and whether the senders use one of them.",
               "该过滤器由打开 {device} 的进程（通常是虚拟机）设置：确认客户机接收哪些地址，以及发送方是否使用其中之一。" },
      command = "ip -d -s link show dev {device}", risk = "none" },
    { name = "taps",
      text = { "See which taps drop packets; their filters belong to the processes that opened them.",
               "查看哪些 TAP 有丢包；过滤器由打开它们的进程设置。" },
      command = "ip -d -s link show type tun", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "reason" },
      carried = carried,
      carried_fact = "links.counters",
      extend = name_filter,
    })
  end,
}
