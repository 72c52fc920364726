-- The link of an uplink: its carrier, its changes, its speed against what it carries. A port without
-- a cable that nobody uses is no fault.

local limits = data.host.link
local US_PER_S = 1000000
local BITS = 8
local MEGA = 1000000

-- On the wire each frame has a checksum, a preamble and a gap besides what is counted of it: small ones
-- fill a link with 71 % of its rate in bytes.
local FRAME_EXTRA = 24

-- These name a speed that nothing holds them to.
local no_limit = { hv_netvsc = true, virtio_net = true, vmxnet3 = true }

local function list_of(value)
  return type(value) == "table" and value or { value }
end

-- What the ledger takes for losses at a device without carrier: by their reason the only place of it
-- (5.10 has no reasons), or true.
local down = {}
for _, entry in ipairs(data.drop_reasons) do
  if entry.cause == "drop.link_down" then
    for _, reason in ipairs(list_of(entry.reason)) do down[reason] = entry.location or true end
  end
end

local function lost_there(facts, link)
  local drops, lost = facts["drops.kernel"], 0
  if not drops then return 0 end
  for row in drops:where { netns = link.netns, device = link.device }:each() do
    local place = down[row.reason or ""]
    if place == true or (place and place == row.location) then lost = lost + row.packets end
  end
  return lost
end

local function wire_bytes(bytes, packets)
  return (bytes or 0) + FRAME_EXTRA * (packets or 0)
end

-- A link that carries more than its speed has none: an emulated card, or a paravirtual one, names some figure.
local NOMINAL = 1.05

-- Part of the link's speed that the busier direction used, or nil when no speed is known.
local function used_of(link)
  if not link.speed_mbit or link.speed_mbit == 0 or not link.elapsed or link.elapsed == 0 or
     no_limit[link.driver] then
    return nil
  end
  local bytes = math.max(wire_bytes(link.rx_bytes, link.rx_packets),
                         wire_bytes(link.tx_bytes, link.tx_packets))
  local used = bytes * BITS * US_PER_S / link.elapsed / (link.speed_mbit * MEGA)
  return used <= NOMINAL and used or nil
end

local function found(link, severity, text, values, evidence)
  values.speed, values.duplex, values.driver = link.speed_mbit, link.duplex, link.driver
  return confirmed {
    where = { netns = link.netns, device = link.device, numa = link.numa },
    severity = severity, confidence = 0.9, text = text, values = values,
    evidence = { evidence }, advice = { "look" },
  }
end

local function severity_of(value, threshold)
  if value >= threshold.abnormal then return "abnormal" end
  if value >= threshold.attention then return "attention" end
end

local function in_bond(link)
  return link.master ~= nil and link.master ~= ""
end

local function judge_link(facts, link)
  local changes = link.carrier_changes or 0
  local flapping = severity_of(changes, limits.flaps)
  if flapping then
    return found(link, flapping, "confirmed", { changes = changes },
      { fact = "nic.links", value = changes, unit = "count",
        label = { "changes of carrier", "载波变化次数" } })
  end
  local lost = lost_there(facts, link)
  if link.up and link.carrier == false and (lost >= data.severity.floor or in_bond(link)) then
    return found(link, lost >= data.severity.floor and "abnormal" or "attention",
      lost >= data.severity.floor and "down" or "member", { lost = lost, master = link.master },
      { fact = "nic.links", value = lost, unit = "packets",
        label = { "sent to it and lost", "发往该设备而丢失" } })
  end
  local used = used_of(link)
  local full = used and severity_of(used, limits.used)
  if full then
    return found(link, full, "full", { used = used },
      { fact = "nic.links", value = used, unit = "share",
        label = { "of its speed", "占链路速率" } })
  end
  local broken = (link.rx_crc or 0) + (link.rx_frame or 0) + (link.tx_errors or 0)
  if link.duplex == "half" and broken >= data.severity.floor then
    return found(link, "attention", "half", { broken = broken },
      { fact = "nic.links", value = broken, unit = "packets",
        label = { "errors of the window", "窗口内错误" } })
  end
  return nil, used
end

local function summary(facts, most)
  local links, up = facts["nic.links"], 0
  for link in links:each() do
    if link.up and link.carrier then up = up + 1 end
  end
  return ruled_out { text = #links == 0 and "none" or nil,
                     values = { links = #links, up = up, used = most } }
end

return rule {
  title = { "The link of an uplink is at fault", "上联链路异常" },
  class = "state",
  needs = { "nic.links" },
  uses = { "drops.kernel" },
  texts = {
    confirmed = {
      "the carrier of {device} changed {changes:count} times in the window[[ (driver {driver})]]",
      "{device} 的载波在窗口内变化 {changes:count} 次[[（驱动 {driver}）]]" },
    down = {
      "{device} has no carrier, and {lost:count} packets were sent to it",
      "{device} 无载波，发往它的 {lost:count} 个数据包丢失" },
    member = {
      "{device} has no carrier: {master}, which it belongs to, goes on without it",
      "{device} 无载波：其所属的 {master} 在缺少它的情况下运行" },
    full = {
      "{device} is full: {used:percent} of its {speed:count} Mbit/s were used",
      "{device} 已饱和：{speed:count} Mbit/s 的速率使用了 {used:percent}" },
    half = {
      "{device} speaks half duplex and had {broken:count} errors",
      "{device} 工作在半双工，出现 {broken:count} 个错误" },
    ruled_out = {
      "{up:count} of {links:count} uplinks have a carrier, none changed it[[; the busiest used " ..
        "{used:percent} of its speed]]",
      "{links:count} 个上联口中 {up:count} 个有载波，均无变化[[；最忙的使用了 {used:percent} 速率]]" },
    none = {
      "this namespace has no uplink", "该命名空间没有上联网卡" },
  },
  advice = {
    { name = "look",
      text = { "Look at cable, module and switch port of {device}; compare speed and duplex with the " ..
                 "other end.",
               "检查 {device} 的线缆、光模块和交换机端口；与对端比较速率和双工。" },
      command = "ethtool {device}", risk = "none" },
  },
  judge = function (facts)
    local list, most = {}, nil
    for _, link in ipairs(lib.host.uplinks(facts)) do
      local finding, used = judge_link(facts, link)
      list[#list + 1] = finding
      if used and (most == nil or used > most) then most = used end
    end
    if #list > 0 then return list end
    return summary(facts, most)
  end,
}
