-- A guest takes segmented packets only: each large one is cut up on the host, and many small ones go
-- through its ring where few large ones would.

local limits = data.virt.big

local function found(link, tap, rate, size)
  return confirmed {
    where = { netns = tap.netns, device = tap.device, pid = tap.pid },
    severity = "attention", confidence = 0.7,
    values = { rate = math.floor(rate), size = math.floor(size), packets = link.tx_packets },
    evidence = {
      { fact = "links.counters", value = rate, unit = "per_s",
        label = { "packets a second", "每秒数据包" } },
      { fact = "links.counters", value = size, unit = "bytes", label = { "each", "平均大小" } },
    },
  }
end

return rule {
  title = { "Offloads of a guest are off", "客户机卸载功能关闭" },
  class = "state",
  needs = { "vms.taps", "links.counters" },
  uses = { "tap.queues", "vhost.rings", "vhost.traffic" },
  texts = lib.virt.texts {
    confirmed = {
      "{device} takes no unsegmented packets (no TSO, GSO or checksum offload was asked for by its guest), " ..
        "and {packets:count} of {size:count} bytes each went to it, {rate:count} a second",
      "{device} 不接受未分段的数据包（客户机未启用 TSO/GSO/校验和卸载），窗口内有 {packets:count} 个平均 {size:count} 字节的数据包发往它，" ..
        "每秒 {rate:count} 个" },
    ruled_out = {
      "no guest without offloads gets bulk traffic",
      "没有未启用卸载的客户机承载大流量" },
  },
  advice = {
    { text = { "In the guest, see ethtool -k and switch TSO, GSO, GRO and checksums on; on the host, see that " ..
                 "the VM is started with guest_tso4, guest_tso6 and csum on.",
               "在客户机内用 ethtool -k 检查并开启 TSO、GSO、GRO 与校验和；在主机上确认虚拟机启用 guest_tso4、guest_tso6 与 csum。" },
      command = "ethtool -k {device}", risk = "none" },
  },
  judge = function (facts)
    local list, done = {}, {}
    if not facts["tap.queues"] then return lib.virt.nothing(facts) end
    for tap in facts["tap.queues"]:each() do
      local key = tap.netns .. "/" .. tap.device
      local link = facts["links.counters"]:where({ netns = tap.netns, device = tap.device })[1]
      local traffic = facts["vhost.traffic"] and
        facts["vhost.traffic"]:where({ netns = tap.netns, device = tap.device })[1]
      if link and traffic and not tap.offloads and not done[key] and link.tx_packets > 0 then
        local rate = link.tx_packets * 1000 / math.max(1, traffic.window_ms)
        local size = link.tx_bytes / link.tx_packets
        if rate >= limits.per_s and size >= limits.bytes then
          list[#list + 1] = found(link, tap, rate, size)
        end
      end
      done[key] = true
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts)
  end,
}
