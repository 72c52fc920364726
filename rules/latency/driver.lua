-- Handing a packet to its device takes long: the driver waits for room or for a lock, or is busy with
-- something else. Only of network cards: virtual devices do the receiver's work in it, and virtio takes
-- back what it sent as late as it likes.

local LAZY = { virtio_net = true }

return rule {
  title = { "A network card's driver takes packets slowly", "网卡驱动接收发送包缓慢" },
  class = "delay",
  needs = { "path.stages", "nic.links" },
  uses = { "links.counters" },
  texts = lib.latency.texts {
    confirmed = {
      "the driver of {device} took {value:us} ({statistic} of {samples:count} packets, {path}) to take a packet, " ..
        "longest {max:us}; above {abnormal:us} is abnormal, above {attention:us} needs attention",
      "{device} 的驱动接收一个待发数据包用时 {value:us}（{path} 方向 {samples:count} 个数据包的 {statistic}），最长 {max:us}；" ..
        "超过 {abnormal:us} 为异常，超过 {attention:us} 需要关注" },
    few = {
      "at most {samples:count} packets left by a network card in the window: fewer than the {least} that a " ..
        "verdict needs",
      "观察窗口内最多有 {samples:count} 个数据包经网卡发出：少于判断所需的 {least} 个" },
    none = { "no packet left by a network card in the window", "观察窗口内没有数据包经网卡发出" },
  },
  advice = {
    { text = { "Look at the rings and the counters of {device}: a full ring, pause frames, timeouts.",
               "查看 {device} 的环与计数器：环满、暂停帧、超时。" },
      command = "ethtool -S {device}", risk = "none" },
  },
  judge = function (facts)
    return lib.latency.judge_stages(facts, {
      kind = function (row)
        if row.stage ~= "driver" or row.netns ~= "self" then return nil end
        local nic = facts["nic.links"]:where { device = row.device }[1]
        return nic and not LAZY[nic.driver] and "driver" or nil
      end,
    })
  end,
}
