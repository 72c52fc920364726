-- Packets whose source the receiving device would not be answered through, or that no packet from
-- outside may have: the reverse path filter and its relatives.

local function setting(facts, where, device)
  local all = facts["netconf.devices"]
  if not all or not device then return nil end
  local rows = all:where { netns = where.netns, device = device, family = "ipv4" }
  return rows:max("rp_filter") or 0
end

-- The kernel takes the stricter of "all" and the device's own, where 2 (loose) counts as more.
local function name_setting(facts, object, given)
  local where, values = object.where, given.values
  local own, every = setting(facts, where, where.device), setting(facts, where, "all")
  given.advice = { where.device and "look" or "routes" }
  if where.reason and where.reason ~= "IP_RPFILTER" then
    given.text = "source"
    return
  end
  if not own or not every then return end
  values.own, values.every = own, every
  if math.max(own, every) == 1 then given.advice = { "loose", "look" } end
end

return rule {
  title = { "The reverse path filter drops packets", "反向路径过滤（rp_filter）丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "netconf.devices", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] came from where no " ..
        "answer would go: the reverse path filter dropped them[[ (rp_filter of the device " ..
        "{own}, of all {every})]]",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[在 {device} 上]]因回程路由不经该设备，被反向路径过滤丢弃" ..
        "[[（该设备 rp_filter={own}，all={every}）]]" },
    source = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] had a source address " ..
        "that cannot come from outside ({reason})",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[在 {device} 上]]源地址不可能来自外部（{reason}）" },
  },
  advice = {
    { name = "loose",
      text = { "If traffic may come in another way than it goes out, the loose filter is right: " ..
                 "rp_filter of {device} is {own} (all: {every}); 2 asks only that the source can be " ..
                 "reached at all.",
               "若允许非对称路由，应使用宽松模式：{device} 的 rp_filter 为 {own}（all：{every}）；设为 2 仅要求源地址可达。" },
      command = "sysctl -w net/ipv4/conf/{device}/rp_filter=2",
      undo = "sysctl -w net/ipv4/conf/{device}/rp_filter={own}",
      risk = "none" },
    { name = "look",
      text = { "See which way this namespace would answer; a missing route is the usual reason.",
               "查看该命名空间的回程路由；通常是缺少路由。" },
      command = "ip route show table all", risk = "none" },
    { name = "routes",
      text = { "See which way this namespace would answer.", "查看该命名空间的回程路由。" },
      command = "ip route show table all", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "device", "reason" },
      carried = lib.loss.ip_packets,
      carried_fact = "protocol.counters",
      extend = name_setting,
    })
  end,
}
