-- Which queueing discipline of a device dropped: the deepest that counted most of the drops, because
-- a classful one counts those of its children too. One that holds a rate stands for the child that
-- it made for itself: the rate is why that child is full.

local qdisc = {}

-- A child stands for its parent when it counted this part of the parent's drops.
local COVER = 0.8
-- A discipline that tells how often it was full, and was for less than this part, dropped for another
-- cause of its own.
local EARLY = 0.2
-- These drop to keep the delay low. cake alone does not count when it was full; where it gives a reason, that says it.
local keeps_delay = { cake = true, codel = true, fq_codel = true, fq_pie = true, pie = true, red = true }
local said = { FQ_FLOW_LIMIT = "flow", QDISC_DROP_FLOW_LIMIT = "flow",
               FQ_HORIZON_LIMIT = "horizon", QDISC_DROP_HORIZON_LIMIT = "horizon" }
local said_full = { QDISC_OVERLIMIT = true, QDISC_DROP_OVERLIMIT = true }
-- These have classes with rates of their own, as libvirt's <bandwidth> makes them.
local shapes = { hfsc = true, htb = true }
-- Disciplines are hardly ever stacked higher.
local DEEPEST = 8

-- The part of "10:1" that is the parent's handle: "10:".
local function major(name)
  for i = 1, #name do
    if name:sub(i, i) == ":" then return name:sub(1, i) end
  end
end

-- The plain queue that a discipline with a rate made for itself.
local function made_by_rate(rows, row)
  local parent = major(row.parent)
  if not parent or row.kind ~= "bfifo" and row.kind ~= "pfifo" then return false end
  for other in rows:each() do
    if other.handle == parent and other.rate and other.rate > 0 then return true end
  end
  return false
end

-- What the kernel makes by itself has the handle "0:", the one at the root (mq) and all of its children.
local function is_child(row, parent)
  return row.parent ~= "root" and major(row.parent) == parent.handle and
    (parent.handle ~= "0:" or parent.parent == "root")
end

local spreads = { mq = true, mqprio = true }

-- What spreads packets over queues counts nothing but what these count.
local function covered_by_child(rows, row)
  for child in rows:each() do
    if is_child(child, row) and (child.drops >= COVER * row.drops or spreads[row.kind] and child.drops > 0) and
       not made_by_rate(rows, child) then
      return true
    end
  end
  return false
end

local function is_queue(row)
  return row.kind ~= "clsact" and row.kind ~= "ingress"
end

-- The row of qdiscs.counters, or nil when none of that device counted a drop.
function qdisc.dropping(facts, where)
  local all = facts["qdiscs.counters"]
  if not all or not where.device then return nil end
  local rows = all:where { netns = where.netns, device = where.device }
  local best
  for row in rows:each() do
    if is_queue(row) and row.drops > 0 and not made_by_rate(rows, row) and
       not covered_by_child(rows, row) and (best == nil or row.drops > best.drops) then
      best = row
    end
  end
  return best
end

-- The row of the discipline that packets of the device wait in, or nil: what is at the root, or where that
-- only spreads them over the device's queues, its child that sent most.
function qdisc.waiting(facts, where)
  local all = facts["qdiscs.counters"]
  if not all or not where.device then return nil end
  local rows = all:where { netns = where.netns, device = where.device }
  local root, best = nil, nil
  for row in rows:each() do
    if row.parent == "root" then root = row end
  end
  if not root or not spreads[root.kind] then return root end
  for row in rows:each() do
    if is_child(row, root) and (best == nil or (row.packets or 0) > (best.packets or 0)) then
      best = row
    end
  end
  return best or root
end

-- The queues of that device are known, and none counted a drop.
function qdisc.none_dropped(facts, where)
  local all = facts["qdiscs.counters"]
  if not all or not where.device then return false end
  local rows = all:where { netns = where.netns, device = where.device }
  local drops = rows:max("drops")
  return drops ~= nil and drops == 0
end

local function siblings_of(facts, row)
  return facts["qdiscs.counters"]:where { netns = row.netns, device = row.device }
end

local function parent_of(rows, row)
  for parent in rows:each() do
    if is_child(row, parent) then return parent end
  end
end

local function makes_wait(row)
  return shapes[row.kind] and (row.overlimits or 0) > 0
end

-- A packet that no class takes is dropped by the shaper itself, whatever its rates.
local function drops_below(rows, row)
  local sum = 0
  for child in rows:each() do
    if is_child(child, row) then sum = sum + child.drops end
  end
  return sum >= COVER * row.drops
end

-- The shaper whose rate held a discipline back in the window, or nil.
function qdisc.shaper(facts, row)
  local rows = siblings_of(facts, row)
  if makes_wait(row) and drops_below(rows, row) then return row end
  for _ = 1, DEEPEST do
    row = parent_of(rows, row)
    if not row then return nil end
    if makes_wait(row) then return row end
  end
end

-- Whether it was full for next to none of its drops, as far as it tells.
local function was_not_full(row, reason)
  if row.kind == "cake" then return not said_full[reason] end
  return row.by_limit ~= nil and row.by_limit < EARLY * row.drops
end

-- Why it dropped: "lossy" (told to lose packets), "early" (to keep the delay low), "flow" (one flow had
-- too many packets in it), "horizon" (to be sent too late), "beside" (one of these two), "held" (full
-- below a rate that somebody set) or "full".
function qdisc.manner(facts, row, reason)
  if row.loss and row.loss > 0 then return "lossy" end
  if said[reason] then return said[reason] end
  if keeps_delay[row.kind] and was_not_full(row, reason) then return "early" end
  if row.kind == "fq" and was_not_full(row, reason) then return "beside" end
  return qdisc.shaper(facts, row) and "held" or "full"
end

-- What was sent through it; where its siblings dropped as well, through all of them.
function qdisc.sent(facts, row)
  for parent in siblings_of(facts, row):each() do
    if spreads[parent.kind] and is_child(row, parent) and row.drops < COVER * parent.drops then
      return parent.packets
    end
  end
  return row.packets
end

-- How tc names its place: "root", or "parent 10:1".
function qdisc.place(row)
  if row.parent == "root" then return "root" end
  return "parent " .. row.parent
end

return qdisc
