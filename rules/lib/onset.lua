-- How a loss goes with traffic: the packet rate of a device from which on packets were lost on it, in
-- the same intervals. Silent unless the two are parted cleanly: every interval with a loss was
-- busier than every interval without one. With 3 of 10 intervals lossy that happens by chance once
-- in 120 times.

local onset = {}

-- Intervals with, and without, a loss that it takes.
local LEAST = 3
-- And the rate at which it begins must stand out from the busiest interval without loss.
local GAP = 1.1

-- { t_ms = packets that came to the loss's place in the interval }, from the device's series.
local function traffic(facts, where, direction)
  local at = {}
  for row in facts["links.series"]:where { netns = where.netns, device = where.device }:each() do
    at[row.t_ms] = direction == "tx" and row.tx_packets or row.rx_packets
  end
  return at
end

local function losses(facts, where)
  local same = { netns = where.netns, device = where.device, reason = where.reason }
  local at = {}
  for row in facts["drops.series"]:where(same):each() do
    at[row.t_ms] = (at[row.t_ms] or 0) + row.packets
  end
  return at
end

-- The ends of all intervals in order, from what moved anywhere.
local function intervals(facts)
  local known, list = {}, {}
  for _, fact in ipairs { "links.series", "drops.series" } do
    for row in facts[fact]:each() do
      if not known[row.t_ms] then
        known[row.t_ms] = true
        list[#list + 1] = row.t_ms
      end
    end
  end
  table.sort(list)
  return list
end

-- The lowest rate with, the highest without, and how many of each. The first interval's length is
-- not known, so it is left out; so is the rate of an interval next to one without a loss: the change
-- fell into it, and it mixes both.
local function part(list, packets, lost, adds)
  local seen = { lossy = 0, clean = 0, from = nil, below = 0 }
  for i = 2, #list do
    local t = list[i]
    local gone = lost[t] or 0
    local rate = ((packets[t] or 0) + (adds and gone or 0)) * 1000 / (t - list[i - 1])
    local after = list[i + 1]
    local mixed = not lost[list[i - 1]] or (after ~= nil and not lost[after])
    if gone > 0 then
      seen.lossy = seen.lossy + 1
      if not mixed and (not seen.from or rate < seen.from) then seen.from = rate end
    elseif rate > 0 then
      seen.clean = seen.clean + 1
      seen.below = math.max(seen.below, rate)
    end
  end
  return seen
end

-- { from = packets per second at which losses begin, below = the most without any, intervals = n },
-- or nil. `direction` of the loss: what a device sends does not include what it lost, what it
-- receives does.
function onset.find(facts, where, direction)
  if not (where.netns and where.device and facts["links.series"] and facts["drops.series"]) then
    return nil
  end
  local lost = losses(facts, where)
  local seen = part(intervals(facts), traffic(facts, where, direction), lost, direction == "tx")
  if seen.lossy < LEAST or seen.clean < LEAST or not seen.from or seen.from < GAP * seen.below then
    return nil
  end
  return { from = math.floor(seen.from + 0.5), below = math.floor(seen.below + 0.5),
           intervals = seen.lossy + seen.clean }
end

return onset
