-- A NIC had no free receive descriptor: packets come faster than the host takes them out of the ring.
-- Or the buffer of its port was full before that: they come faster than the card gives them to the host.
-- The device counts these; no drop event tells of them.

local function link_of(facts, where)
  return facts["nic.links"]:where { netns = where.netns, device = where.device }[1]
end

local function carried(facts, object)
  local link = link_of(facts, object.where)
  return link and link.rx_packets or 0
end

-- A queue, or the port, stands for the device when it lost this part of its packets.
local COVER = 0.8

-- Most of them were lost in the port, where descriptors are of no help.
local function in_port(facts, object)
  local rows = facts["nic.lost"]
  if not rows then return false end
  return rows:where { netns = object.where.netns, device = object.where.device,
                      meaning = "rx_port_lost" }:sum("packets") >= COVER * object.lost
end

-- The queue that lost most of the device's packets, when one did.

local function queue_of(facts, object)
  local rows = facts["nic.queue_traffic"]
  if not rows then return nil end
  for row in rows:where { netns = object.where.netns, device = object.where.device }:each() do
    if (row.rx_lost or 0) >= COVER * object.lost then return row.queue end
  end
end

local function name_ring(facts, object, given)
  local where, values = object.where, given.values
  local port = in_port(facts, object)
  local rings = facts["nic.rings"]
  local ring = rings and rings:where { netns = where.netns, device = where.device }[1]
  local link = link_of(facts, where)
  if not port then where.queue = queue_of(facts, object) end
  where.numa = link and link.numa or nil
  if ring then values.rx, values.rx_max = ring.rx, ring.rx_max end
  given.text, given.advice = port and "port" or nil, port and { "slot", "pause" } or { "empty" }
end

return rule {
  title = { "A NIC's receive ring is full", "网卡接收环已满" },
  class = "fault",
  needs = { "losses", "losses.total", "nic.links" },
  uses = { "nic.lost", "nic.rings", "nic.queue_traffic" },
  texts = lib.loss.texts {
    confirmed = {
      "{device} lost {lost:count} of {total:count} packets ({share:percent}) because no receive " ..
        "descriptor was free[[ in queue {queue}]][[ (its ring has {rx:count} slots, {rx_max:count} at " ..
        "most)]]: the host takes them out too late",
      "{device} 因[[队列 {queue} ]]没有空闲接收描述符丢失 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[（环长 {rx:count}，最大 {rx_max:count}）]]：主机取走过慢" },
    port = {
      "{device} lost {lost:count} of {total:count} packets ({share:percent}) in the buffer of its port, before " ..
        "they came to a receive ring: the card gives them to the host too slowly",
      "{device} 在端口缓冲区中丢失 {total:count} 个数据包中的 {lost:count} 个（{share:percent}），尚未到达接收环：" ..
        "网卡向主机传送过慢" },
    ruled_out = {
      "no NIC ran out of receive descriptors in the window",
      "观察窗口内没有网卡耗尽接收描述符" },
  },
  advice = {
    { name = "empty",
      text = { "See which CPUs empty the rings of {device} and how busy they are: spread its queues over " ..
                 "more CPUs of its NUMA node.",
               "查看由哪些 CPU 处理 {device} 的接收环及其繁忙程度：将队列分散到同一 NUMA 节点的更多 CPU。" },
      command = "grep -e CPU -e {device} /proc/interrupts", risk = "none" },
    { name = "slot",
      text = { "A larger ring does not help. See whether the slot of {device} gives it the lanes and the speed " ..
                 "of PCIe that it can use (LnkSta beside LnkCap), and whether its memory is on the node of that slot.",
               "加大接收环无效。检查 {device} 所在插槽是否提供其支持的 PCIe 通道数与速率（LnkSta 与 LnkCap 对比），以及内存是否位于同一 NUMA 节点。" },
      command = "lspci -vvs $(basename $(readlink -f /sys/class/net/{device}/device)) | grep -e LnkCap: -e LnkSta:",
      risk = "none" },
    { name = "pause",
      text = { "With pause frames the other end waits instead. Steering rules of the card and its embedded " ..
                 "switch cost time for each packet as well.",
               "启用 pause 帧后由对端等待。网卡的流规则和内嵌交换机也会增加每个数据包的处理时间。" },
      command = "ethtool -a {device}", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device" },
      carried = carried,
      carried_fact = "nic.links",
      extend = name_ring,
    })
  end,
}
