-- An XDP program dropped packets. Only in generic mode does the kernel tell; a program that runs in
-- the driver is seen in the driver's counters, where those have a name for it.

local function carried(facts, object)
  return lib.loss.device_packets(facts, { where = object.where, lost = object.lost,
                                          keys = { direction = "rx" } })
end

return rule {
  title = { "An XDP program drops packets", "XDP 程序丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "nic.statistics", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "an XDP program[[ on {device}]] dropped {lost:count} of {total:count} packets " ..
        "({share:percent})[[, most of them {protocol}]][[ to port {port}]]",
      "[[{device} 上的 ]]XDP 程序丢弃了 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，主要是 {protocol}]][[，目的端口 {port}]]" },
  },
  advice = {
    { name = "look",
      text = { "See which program it is (prog/xdp id) and who loaded it. Whether the packets are " ..
                 "wanted is for you to say: netdoctor detaches nothing.",
               "查看是哪个程序（prog/xdp id）及其加载者。是否放行由您决定，netdoctor 不卸载程序。" },
      command = "ip -d link show dev {device}", risk = "none" },
    { name = "list",
      text = { "See which devices have an XDP program.", "查看哪些设备挂有 XDP 程序。" },
      command = "bpftool net list", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device" },
      carried = carried,
      carried_fact = "links.counters",
      extend = function (all, object, given)
        given.advice = { object.where.device and "look" or "list" }
      end,
    })
  end,
}
