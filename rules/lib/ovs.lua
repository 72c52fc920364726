-- What the rules about Open vSwitch share.

local ovs = {}

-- The datapath of a namespace for which `of` gives most, as a row of ovs.datapaths; or nil.
function ovs.datapath(facts, netns, of)
  local best
  for row in facts["ovs.datapaths"]:where({ netns = netns }):each() do
    if best == nil or of(row) > of(best) then best = row end
  end
  return best
end

-- Packets that the datapaths of a namespace looked at: those that found a flow, and those that did not
-- and were handed on.
function ovs.looked_up(facts, netns)
  local rows = facts["ovs.datapaths"]:where { netns = netns }
  return rows:sum("hit") + rows:sum("missed") - rows:sum("lost")
end

-- What came in by the port and was not lost. What the host sends by an internal port is what comes in
-- by it. Without a port, or where packets were multiplied on their way and more were lost than came,
-- what all datapaths looked at.
function ovs.carried(facts, object)
  local where, came = object.where, nil
  if where.device and facts["ovs.ports"] then
    local port = facts["ovs.ports"]:where({ netns = where.netns, device = where.device })[1]
    if port then came = port.kind == "internal" and port.tx_packets or port.rx_packets end
  end
  if came and came >= object.lost then return came - object.lost end
  return math.max(0, ovs.looked_up(facts, where.netns) - object.lost)
end

-- The row with the same keys of another fact about datapaths, or nil.
function ovs.same(facts, name, row)
  local all = facts[name]
  return all and all:where({ netns = row.netns, datapath = row.datapath })[1]
end

-- Share of the packets that found no flow, and their number.
function ovs.misses(datapath)
  local packets = datapath.hit + datapath.missed
  return datapath.missed / math.max(1, packets), packets
end

function ovs.seconds(datapath)
  return math.max(0.001, datapath.elapsed / 1000000)
end

-- nil, "attention" or "abnormal" by two thresholds.
function ovs.severity(value, limits)
  if value < limits.attention then return nil end
  return value >= limits.abnormal and "abnormal" or "attention"
end

-- The namespace of the datapaths, and the datapath that most packets of the window missed a flow in; or
-- "self" and nil.
function ovs.home(facts)
  local best
  for row in facts["ovs.datapaths"]:each() do
    if best == nil or row.missed > best.missed then best = row end
  end
  return best and best.netns or "self", best and best.datapath
end

-- Packets that needed a handler in the window: those that missed a flow, or those seen to be sent up.
function ovs.sent_up(facts)
  local account = facts["ovs.upcall_account"]
  local seen = account and account[1] and account[1].upcalls or 0
  return math.max(seen, facts["ovs.datapaths"]:sum("missed"))
end

-- The largest other task on a CPU: thread, pid, share; or nil.
function ovs.rival(facts, row)
  local tasks, best = facts["cpu.tasks"], nil
  if not tasks then return nil end
  for task in tasks:where { cpu = row.cpu }:each() do
    if task.tid ~= row.tid and task.share and (best == nil or task.share > best.share) then
      best = task
    end
  end
  return best
end

return ovs
