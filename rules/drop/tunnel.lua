-- Encapsulated packets that no tunnel of this host takes: an unknown identifier or key, a wrong header,
-- a far end that nobody knows, or a congestion mark that must not be lost.

-- The errors of a tunnel's devices stand for its drops when they are this part of them.
local COVER = 0.8

local kinds = {
  VXLAN_VNI_NOT_FOUND = "vni", VXLAN_INVALID_HDR = "header", VXLAN_INVALID_SRC_MAC = "source",
  MAC_INVALID_SOURCE = "source", LOCAL_MAC = "source", VXLAN_ENTRY_EXISTS = "source",
  VXLAN_NO_REMOTE = "remote", NO_TX_TARGET = "remote", TUNNEL_TXINFO = "remote",
  IP_TUNNEL_ECN = "ecn",
}

-- The kind of tunnel by the place, for kernels that say nothing else.
local function type_of(where)
  local location = where.location or ""
  for _, name in ipairs { "vxlan", "geneve", "gre" } do
    if location:contains(name) then return name end
  end
  if (where.reason or ""):contains("VXLAN") then return "vxlan" end
end

-- Errors that the tunnel devices of that kind in the namespace counted on receiving.
local function errors(facts, where, type)
  local sum = 0
  for row in facts["links.counters"]:where { netns = where.netns }:each() do
    if type and row.kind and row.kind:contains(type) then sum = sum + (row.rx_errors or 0) end
  end
  return sum
end

local function kind_of(facts, object, type)
  local where = object.where
  if kinds[where.reason or ""] then return kinds[where.reason] end
  if object.keys.direction == "tx" or (where.location or ""):contains("xmit") then return "remote" end
  if errors(facts, where, type) >= COVER * object.lost then return "ecn" end
  return type == "gre" and "key" or "vni"
end

local function name_tunnel(facts, object, given)
  local type = type_of(object.where)
  given.text = kind_of(facts, object, type)
  given.values.type = type
  given.values.sender = lib.loss.most(facts, object, "src")
  given.advice = { given.text == "ecn" and "ecn" or type and "type" or "all" }
end

return rule {
  title = { "No tunnel takes encapsulated packets", "隧道不接收封装的数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "drops.kernel", "drops.tuples", "devlink.traps" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were encapsulated so " ..
        "that no tunnel takes them",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）的封装不被任何隧道接收" },
    vni = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] have a " ..
        "network identifier (VNI) that no[[ {type}]] device of namespace {netns} has",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）的网络标识（VNI）" ..
        "在命名空间 {netns} 中没有对应的[[ {type}]] 设备" },
    key = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] belong " ..
        "to no[[ {type}]] tunnel of namespace {netns}: another key, or other addresses",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）" ..
        "不属于命名空间 {netns} 的任何[[ {type}]] 隧道：密钥或地址不符" },
    header = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] have a " ..
        "wrong[[ {type}]] header",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）的[[ {type}]] 头部错误" },
    source = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] came through the tunnel " ..
        "with this device's own or an impossible hardware address as sender",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）经隧道到达，" ..
        "其源 MAC 为本设备地址或非法地址" },
    remote = {
      "{lost:count} of {total:count} packets ({share:percent}) sent into[[ {device}]] have no far end: " ..
        "the tunnel does not know to which host they go",
      "[[发往 {device} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）没有对端：隧道不知道应送往哪台主机" },
    ecn = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]][[ from {sender}]] were " ..
        "marked as congested outside, while the packet inside cannot carry the mark (ECN)",
      "[[{device} 上]][[来自 {sender} 的 ]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）外层带拥塞标记，" ..
        "而内层报文不支持 ECN" },
  },
  advice = {
    { name = "type",
      text = { "Compare the identifiers, keys and addresses of the {type} devices here with those of the " ..
                 "sender.",
               "核对本机 {type} 设备与发送方的标识、密钥和地址。" },
      command = "ip -d link show type {type}", risk = "none" },
    { name = "all",
      text = { "Compare the tunnels here with those of the sender.", "核对本机与发送方的隧道。" },
      command = "ip -d link show", risk = "none" },
    { name = "ecn",
      text = { "Something on the way marks congestion on the outer packet only: let the sender's tunnel " ..
                 "copy the inner ECN field outwards, or the network not mark packets without ECN.",
               "途中设备仅在外层标记拥塞：应由发送方隧道将内层 ECN 字段复制到外层，或令网络不标记不支持 ECN 的报文。" },
      command = "ip -d -s link show", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "direction", "reason", "location" },
      carried = lib.loss.device_packets,
      carried_fact = "links.counters",
      extend = name_tunnel,
    })
  end,
}
