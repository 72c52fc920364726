-- A checksum that is wrong: the packet was damaged on its way, or the device that sent it left the
-- sum to hardware that did not fill it in.

local layers = {
  IP_CSUM = "IP", TCP_CSUM = "TCP", UDP_CSUM = "UDP", ICMP_CSUM = "ICMP",
  tcp = "TCP", udp = "UDP", icmp = "ICMP", icmpv6 = "ICMP",
}

-- Kernels without reasons check the IP header at a place of its own.
local function layer_of(where)
  if where.location == "ip_rcv_core" then return "IP" end
  return layers[where.reason or where.protocol or ""]
end

local function carried(facts, object)
  local where = object.where
  local layer = layer_of(where)
  if layer == "TCP" then
    local all = lib.loss.counter(facts, where.netns, nil, "Tcp", "InSegs")
    return math.max(0, all - object.lost)
  end
  if layer == "UDP" then
    return lib.loss.counter(facts, where.netns, where.family, "Udp", "InDatagrams")
  end
  if layer == "ICMP" then
    local all = lib.loss.counter(facts, where.netns, where.family, "Icmp", "InMsgs")
    return math.max(0, all - object.lost)
  end
  return lib.loss.ip_packets(facts, object)
end

-- Whether the receiving device checks sums itself, and can be told not to.
local function checks(facts, where)
  local features = facts["nic.features"]
  if not features or not where.device then return false end
  for row in features:where { netns = where.netns, device = where.device,
                              feature = "rx-checksum" }:each() do
    return row.active and row.possible
  end
  return false
end

local function name_layer(facts, object, given)
  given.values.layer = layer_of(object.where)
  given.advice = { checks(facts, object.where) and "device" or "sender" }
end

return rule {
  title = { "Packets arrive with a wrong checksum", "收到校验和错误的数据包" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "nic.features", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] had a wrong" ..
        "[[ {layer}]] checksum[[ (to port {port})]]",
      "[[设备 {device} 上 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）" ..
        "[[ {layer}]] 校验和错误[[（目的端口 {port}）]]" },
    ruled_out = {
      "no packet had a wrong checksum in the window",
      "观察窗口内没有校验和错误" },
  },
  advice = {
    { name = "device",
      text = { "{device} checks sums itself (rx-checksum is on). Turn that off to learn who is wrong: " ..
                 "if the losses stop, the device or its driver is; if they go on, the packets are " ..
                 "broken before they arrive.",
               "{device} 启用了接收校验和卸载（rx-checksum）。可关闭以定位：若丢包停止则是网卡或驱动问题，否则数据包在到达前已损坏。" },
      command = "ethtool -K {device} rx off", undo = "ethtool -K {device} rx on",
      risk = "brief" },
    { name = "sender",
      text = { "The packets are broken before they arrive: look at the sender's transmit checksum " ..
                 "offload (ethtool -K DEVICE tx off there) and at what changes packets on the way.",
               "数据包在到达前已损坏：检查发送端的发送校验和卸载（在发送端执行 ethtool -K DEVICE tx off）及途中修改报文的环节。" },
      command = "nstat -az IpInCsumErrors TcpInCsumErrors UdpInCsumErrors IcmpInCsumErrors",
      risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "family", "protocol", "reason", "location" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = name_layer,
    })
  end,
}
