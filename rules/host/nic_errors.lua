-- Frames that an uplink received broken, and other faults that its hardware counts.

-- The counters of the link that mean a broken frame, and those of drivers that mean the same.
local broken = {
  { name = "CRC", column = "rx_crc", meaning = "crc_errors" },
  { name = "frame", column = "rx_frame", meaning = "frame_errors" },
  { name = "length", column = "rx_length", meaning = "length_errors" },
  { name = "symbol", meaning = "symbol_errors" },
  { name = "FEC", meaning = "fec_uncorrectable" },
}

local function count_broken(facts, link)
  local sum, worst, most = 0, nil, 0
  for _, kind in ipairs(broken) do
    local count = kind.column and link[kind.column] or 0
    count = math.max(count, lib.host.nic_count(facts, link, kind.meaning))
    sum = sum + count
    if count > most then worst, most = kind.name, count end
  end
  return sum, worst
end

local function severity_of(errors, share)
  local fault = data.severity.fault
  if errors < data.severity.floor or share < fault.attention then return nil end
  return share >= fault.abnormal and "abnormal" or "attention"
end

local function found(link, severity, text, values, evidence)
  return confirmed {
    where = { netns = link.netns, device = link.device, numa = link.numa },
    severity = severity, confidence = 0.9, text = text, values = values, evidence = { evidence },
    advice = { text == "stuck" and "stuck" or "wire" },
  }
end

return rule {
  title = { "An uplink counts hardware errors", "上联网卡出现硬件错误" },
  class = "state",
  needs = { "nic.links" },
  uses = { "nic.statistics" },
  texts = {
    confirmed = {
      "{device} received {errors:count} broken frames ({share:percent} of {total:count}), most of " ..
        "them {kind} errors",
      "{device} 收到 {errors:count} 个损坏的帧（占 {total:count} 的 {share:percent}），主要是 {kind} 错误" },
    stuck = {
      "a transmit queue of {device} stood still {timeouts:count} times (driver {driver})",
      "{device} 的发送队列停滞 {timeouts:count} 次（驱动 {driver}）" },
    ruled_out = {
      "{links:count} uplinks, {errors:count} broken frames in {packets:count}",
      "{links:count} 个上联口，{packets:count} 个帧中损坏 {errors:count} 个" },
    none = {
      "this namespace has no uplink", "该命名空间没有上联网卡" },
  },
  advice = {
    { name = "wire",
      text = { "Broken frames come from the wire: change cable or module, clean the fibre, look at the " ..
                 "switch port's own counters.",
               "损坏的帧来自线路：更换线缆或光模块、清洁光纤、查看交换机端口计数。" },
      command = "ethtool -S {device}", risk = "none" },
    { name = "stuck",
      text = { "The driver waited in vain for the device to send: look in the kernel's log for its " ..
                 "reason; firmware and driver versions.",
               "驱动等待设备发送超时：查看内核日志中的原因以及固件、驱动版本。" },
      command = "ethtool -i {device}", risk = "none" },
  },
  judge = function (facts)
    local list, errors, packets = {}, 0, 0
    for _, link in ipairs(lib.host.uplinks(facts)) do
      local count, kind = count_broken(facts, link)
      local received = link.rx_packets or 0
      local share = count / math.max(1, count + received)
      local severity = severity_of(count, share)
      local timeouts = lib.host.nic_count(facts, link, "tx_timeout")
      if severity then
        list[#list + 1] = found(link, severity, "confirmed",
          { errors = count, share = share, kind = kind, total = count + received },
          { fact = "nic.links", value = count, unit = "packets",
            label = { "broken frames", "损坏的帧" } })
      end
      if timeouts > 0 then
        list[#list + 1] = found(link, "abnormal", "stuck",
          { timeouts = timeouts, driver = link.driver },
          { fact = "nic.statistics", value = timeouts, unit = "count",
            label = { "transmit timeouts", "发送超时" } })
      end
      errors, packets = errors + count, packets + received
    end
    if #list > 0 then return list end
    if #lib.host.uplinks(facts) == 0 then return ruled_out { text = "none" } end
    return ruled_out { values = { links = #facts["nic.links"], errors = errors, packets = packets } }
  end,
}
