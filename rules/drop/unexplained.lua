-- Packets that died where no rule knows why: the place and the way there, so that a person can go on.

-- A bridge that sends no frame back to the port it came by (should_deliver): somebody set it up so.
local decided = { br_forward = true }

local function class_of(_, object)
  return decided[object.where.location or ""] and "decision" or "fault"
end

local function name_stack(facts, object, given)
  local stacks = facts["drops.stacks"]
  if not stacks then return end
  local rows, best = stacks:where { location = object.where.location }, nil
  for row in rows:each() do
    if best == nil or row.samples > best.samples then best = row end
  end
  if best then given.evidence[#given.evidence + 1] = { fact = "drops.stacks", value = best.stack,
    label = { "the way there, innermost first", "调用路径，最内层在前" } } end
end

-- Without the kernel's symbols (kptr_restrict, no CAP_SYSLOG) benign places cannot be told from others.
local function doubt(object, given)
  if object.where.location ~= "unknown" then return end
  given.outcome = "suspected"
  given.confidence = 0.3
end

-- What interfaces counted as dropped and nobody saw die there: a driver gave it up without a word, or
-- it died at the other end of a virtual wire. The sum, and the device with most of it.
local function unseen(facts)
  local seen, sum, most, device = {}, 0, 0, nil
  if facts.scoped then return nil end
  for row in facts["drops.kernel"]:each() do
    local name = row.netns .. "\0" .. row.device .. "\0" .. row.direction
    seen[name] = (seen[name] or 0) + row.packets
  end
  for link in facts["links.counters"]:each() do
    for direction, counted in pairs { rx = link.rx_dropped or 0, tx = link.tx_dropped or 0 } do
      local more = counted - (seen[link.netns .. "\0" .. link.device .. "\0" .. direction] or 0)
      if more > 0 then sum = sum + more end
      if more > most then most, device = more, link.device end
    end
  end
  if sum >= data.severity.floor then return sum, device end
end

local function with_unseen(facts, judged)
  if judged.outcome ~= "ruled_out" then return judged end
  judged.values.unseen, judged.values.unseen_device = unseen(facts)
  return judged
end

return rule {
  title = { "Packets are lost at a place that no rule explains", "数据包在无规则可解释的位置丢失" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "drops.kernel", "links.counters" },
  uses = { "drops.stacks", "drops.tuples", "devlink.traps" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were freed" ..
        "[[ in {location}]][[ with reason {reason}]]; no rule knows why",
      "{total:count} 个数据包中有 {lost:count} 个（{share:percent}）[[，设备 {device}]][[在 {location} ]]被释放" ..
        "[[，原因 {reason}]]；没有规则能解释" },
    ruled_out = {
      "every one of the {all:count} dropped packets of the window has an explanation[[; interfaces " ..
        "counted {unseen:count} more, most on {unseen_device}, that were not seen to die there]]",
      "观察窗口内 {all:count} 个被丢弃的数据包均有解释[[；接口另计 {unseen:count} 个丢弃，多在 {unseen_device}，" ..
        "但未见其在该处被释放]]" },
  },
  advice = {
    { text = { "Look the function up in the kernel's source and watch it: whose packets are they, " ..
                 "and which feature is set up on the device?",
               "在内核源码中查看该函数并继续观察：是谁的数据包，设备上启用了什么功能？" },
      risk = "none" },
  },
  judge = function (facts)
    return with_unseen(facts, lib.loss.judge(facts, {
      class = "fault",
      class_of = class_of,
      by = { "netns", "device", "direction", "reason", "location" },
      carried = lib.loss.device_packets,
      carried_fact = "links.counters",
      extend = function (all, object, given)
        name_stack(all, object, given)
        doubt(object, given)
      end,
    }))
  end,
}
