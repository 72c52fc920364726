-- Packets whose headers do not fit together: too short, cut off, with lengths, versions or addresses
-- that no packet may have.

local kinds = {
  PKT_TOO_SMALL = "short", HDR_TRUNC = "short", DEV_HDR = "short",
  IP_INHDR = "header", IPV6_BAD_EXTHDR = "extension", IPV6_TOO_MANY_EXTHDRS = "extension",
  IPV6_NDISC_FRAG = "discovery", IPV6_NDISC_HOP_LIMIT = "discovery",
  IPV6_NDISC_BAD_OPTIONS = "discovery", IPV6_NDISC_BAD_CODE = "discovery",
  SKB_BAD_GSO = "offload", SKB_GSO_SEG = "offload",
  IP_INADDRERRORS = "address", UNICAST_IN_L2_MULTICAST = "address", IP_INVALID_DEST = "address",
  MAC_INVALID_SOURCE = "address",
}

-- Whose header it is, by the place that read it.
local layers = {
  ip_rcv_core = "IP", ip6_rcv_core = "IP", ipv6_rcv = "IP", ip_rcv_finish_core = "IP",
  __udp4_lib_rcv = "UDP", __udp6_lib_rcv = "UDP", udp_rcv = "UDP",
  tcp_v4_rcv = "TCP", tcp_v6_rcv = "TCP", icmp_rcv = "ICMP", icmpv6_rcv = "ICMP",
}

-- Without a reason: what the place's protocol counted in the same namespace tells short from broken.
local function kind_of(facts, object)
  local where = object.where
  if kinds[where.reason or ""] then return kinds[where.reason] end
  local cut = lib.loss.counter(facts, where.netns, where.family, "IpExt", "InTruncatedPkts") +
    lib.loss.counter(facts, where.netns, where.family, "Ip", "InTruncatedPkts")
  if cut >= object.lost or layers[where.location or ""] ~= "IP" then return "short" end
  return "header"
end

local function name_kind(facts, object, given)
  given.text = kind_of(facts, object)
  given.values.layer = layers[object.where.location or ""]
  given.values.sender = lib.loss.most(facts, object, "src")
  given.advice = { given.text == "offload" and object.where.device and "offload" or
                   object.where.device and "capture" or "look" }
end

return rule {
  title = { "Packets are malformed", "数据包格式错误" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "drops.kernel", "drops.tuples", "devlink.traps" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] are " ..
        "malformed",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）格式错误" },
    short = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] are " ..
        "shorter than their[[ {layer}]] header says, or than it must be",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）短于其[[ {layer}]] " ..
        "头部所示或所需的长度" },
    header = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] have " ..
        "an[[ {layer}]] header that contradicts itself (version, header length or total length)",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）的[[ {layer}]] " ..
        "头部自相矛盾（版本、头部长度或总长度）" },
    extension = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] have " ..
        "IPv6 extension headers that are broken or too many",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）的 IPv6 扩展头错误或过多" },
    discovery = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] are " ..
        "neighbour discovery messages that break its rules",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）是不合规的邻居发现报文" },
    offload = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] claim to be several " ..
        "segments in one (GSO) but cannot be taken apart",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）标记为合并的多个报文段（GSO），但无法拆分" },
    address = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] have " ..
        "an address that no such packet may have",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）带有此类报文不允许的地址" },
  },
  advice = {
    { name = "capture",
      text = { "Look at some of them and at who sends them: a broken sender, a tunnel that cuts packets, " ..
                 "or a device on the way that damages them.",
               "抓取若干报文并查明发送者：发送方有误、隧道截断报文，或途中设备损坏报文。" },
      command = "tcpdump -c 20 -nnvvei {device}", risk = "none" },
    { name = "offload",
      text = { "Look at who makes them: a guest or tunnel whose offload information does not fit its " ..
                 "packets.",
               "查明其来源：客户机或隧道给出的卸载信息与报文不符。" },
      command = "ethtool -k {device}", risk = "none" },
    { name = "look",
      text = { "Look at who sends them and at what damages packets on the way.",
               "查明发送者以及途中损坏报文的环节。" },
      command = "nstat -az IpInHdrErrors IpExtInTruncatedPkts Ip6InHdrErrors Ip6InTruncatedPkts",
      risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "family", "reason", "location" },
      carried = function (all, object)
        return lib.loss.ip_packets(all, { where = object.where, keys = {}, lost = object.lost })
      end,
      carried_fact = "protocol.counters",
      extend = name_kind,
    })
  end,
}
