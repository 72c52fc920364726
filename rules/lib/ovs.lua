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

return ovs
