-- The kernel had no memory for a packet.

-- The host is short of memory when less than this part of it is left.
local SHORT = 0.05

local function carried(facts, object)
  return lib.loss.device_packets(facts, object)
end

local function name_memory(facts, object, given)
  local state = facts["memory.state"] and facts["memory.state"][1]
  local nodes = facts["memory.nodes"]
  given.advice = { "who" }
  if not state or not state.total or state.total == 0 then return end
  -- Without the huge pages that are set aside for guests.
  local installed = state.total - (facts["memory.huge"] and facts["memory.huge"]:sum("reserved") or 0)
  given.values.available, given.values.installed = state.available, installed
  if state.available >= SHORT * installed then
    given.text, given.advice = "pieces", { "pieces" }
    given.values.large = nodes and nodes:sum("large") or nil
  end
end

return rule {
  title = { "There is no memory for packets", "没有内存可用于数据包" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "links.counters" },
  uses = { "memory.state", "memory.nodes", "memory.huge", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] found no memory[[; " ..
        "{available:bytes} of {installed:bytes} are left]]",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）分配不到内存" ..
        "[[；剩余 {available:bytes}/{installed:bytes}]]" },
    pieces = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] found no memory, though " ..
        "{available:bytes} of {installed:bytes} are left: none at once, or not in one piece[[ " ..
        "({large:count} free pieces of 8 pages or more)]]",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）分配不到内存，虽然仍剩余 " ..
        "{available:bytes}/{installed:bytes}：当时没有，或没有连续的内存[[（8 页及以上的空闲块 {large:count} 个）]]" },
  },
  advice = {
    { name = "who",
      text = { "Find what uses the memory and end it, or give the host more.",
               "找出占用内存的进程并处理，或增加内存。" },
      command = "ps -eo pid,rss,comm --sort=-rss", risk = "none", anywhere = true },
    { name = "pieces",
      text = { "Packets are taken in interrupts, which cannot wait for memory. See whether large free " ..
                 "pieces run out, and the kernel's log for 'page allocation failure' with its order.",
               "收包在中断中进行，不能等待内存。查看大块空闲内存是否耗尽，以及内核日志中的 page allocation failure 及其 order。" },
      command = "cat /proc/buddyinfo", risk = "none", anywhere = true },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "direction" },
      carried = carried,
      carried_fact = "links.counters",
      extend = name_memory,
    })
  end,
}
