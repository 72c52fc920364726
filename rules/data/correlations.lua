-- Which series of a run are compared, when a harm of that kind was found. `b` is of what the host did: it
-- has a value for every step.
--
-- points, chance: below 30 points, or when one in a hundred series of noise would look as much alike,
--   nothing is said.
-- least: a weaker one explains less than a quarter of what happened, however sure it is.
-- moving: steps in which something happened; a few that fall together are no rule.

local function host(column, english, chinese)
  return { fact = "load.series", column = column, name = { english, chinese } }
end

local packets = host("packets", "packets received", "收包数")
local busy = host("busy", "CPU use", "CPU 使用")
local softirq = host("softirq", "softirq time", "软中断时间")

local drops = host("drops", "drops", "丢包")
local wait = { fact = "ovs.upcall_series", column = "wait", per = "taken",
               name = { "waiting for a handler of ovs-vswitchd", "等待 ovs-vswitchd 处理线程的时间" } }

return {
  points = 30, chance = 0.01, least = 0.5, moving = 8,
  pairs = {
    { found = "drop.*", a = drops, b = packets },
    { found = "drop.*", a = drops, b = softirq },
    { found = "drop.*", a = drops, b = busy },
    { found = "*.ovs_upcall", a = wait, b = packets },
    { found = "*.ovs_upcall", a = wait, b = softirq },
    { found = "*.ovs_upcall", a = wait, b = busy },
    { found = "ovs.handler_starved", a = wait, b = busy },
    { found = "ovs.threads_pinned", a = wait, b = busy },
  },
}
