-- No way on: no route to the destination, or this host forwards nothing.

local function carried(facts, object)
  local direction = object.where.reason == "IP_OUTNOROUTES" and "tx" or "rx"
  return lib.loss.ip_packets(facts, { where = object.where, keys = { direction = direction },
                                      lost = object.lost })
end

local function forwards(facts, where)
  local all = facts["netconf.devices"]
  if not all or not where.family then return nil end
  local rows = all:where { netns = where.netns, family = where.family }
  return (rows:max("forwarding") or 0) > 0
end

local function name_destination(facts, object, given)
  local where, values = object.where, given.values
  values.destination = lib.loss.most(facts, object, "dst")
  given.advice = { values.destination and "look" or "list" }
  if where.reason == "IPV6DISABLED" then
    given.text, given.advice = "ipv6_off", { "ipv6" }
  elseif forwards(facts, where) == false and where.reason ~= "IP_OUTNOROUTES" then
    given.text = "no_router"
    given.advice = { given.advice[1], where.family == "ipv6" and "forward6" or "forward4" }
  end
end

return rule {
  title = { "There is no route for packets", "数据包没有路由" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters" },
  uses = { "netconf.devices", "drops.kernel", "drops.tuples", "devlink.traps" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] had no route" ..
        "[[ to {destination}]][[ in namespace {netns}]]",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[在 {device} 上]]没有[[到 {destination} 的]]路由" ..
        "[[，命名空间 {netns}]]" },
    no_router = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were for somebody " ..
        "else[[ ({destination})]], and[[ namespace {netns}]] forwards nothing",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[在 {device} 上]]的目的地不是本机" ..
        "[[（{destination}）]]，而[[命名空间 {netns} ]]未开启转发" },
    ipv6_off = {
      "{lost:count} of {total:count} packets ({share:percent}) came[[ to {device},]] where IPv6 is " ..
        "switched off",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）到达 IPv6 已关闭的设备[[ {device}]]" },
  },
  advice = {
    { name = "look",
      text = { "See what this namespace knows of that destination; add a route, or stop what sends " ..
                 "there.",
               "查看该命名空间到该目的地的路由；补充路由，或停止发送方。" },
      command = "ip route get {destination}", risk = "none" },
    { name = "list",
      text = { "See the routes of this namespace.", "查看该命名空间的路由。" },
      command = "ip route show table all", risk = "none" },
    { name = "forward4",
      text = { "Forwarding is off. Switch it on only if this namespace is meant to be a router.",
               "转发已关闭。仅当该命名空间应作为路由器时才开启。" },
      command = "sysctl -w net.ipv4.ip_forward=1", undo = "sysctl -w net.ipv4.ip_forward=0",
      risk = "none" },
    { name = "forward6",
      -- rt6_purge_dflt_routers: the undo does not bring back what routers had advertised.
      text = { "Forwarding is off. Switch it on only if this namespace is meant to be a router: it " ..
                 "forgets the default routes that it learned from router advertisements.",
               "转发已关闭。仅当该命名空间应作为路由器时才开启：从路由器通告学到的默认路由会被清除。" },
      command = "sysctl -w net.ipv6.conf.all.forwarding=1",
      undo = "sysctl -w net.ipv6.conf.all.forwarding=0",
      risk = "disruptive" },
    { name = "ipv6",
      text = { "IPv6 is off there (net.ipv6.conf.DEVICE.disable_ipv6): switch it on, or stop what " ..
                 "sends.",
               "该处 IPv6 已关闭（net.ipv6.conf.DEVICE.disable_ipv6）：开启，或停止发送方。" },
      command = "sysctl -a --pattern disable_ipv6", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      by = { "netns", "reason" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = name_destination,
    })
  end,
}
