-- What was lost on the way that the packets of a namespace take through this host: its own and that of the host,
-- and no other one.

local way = {}

local function sum_of(facts, fact, netns, wanted)
  local rows, sum = facts[fact], 0
  for _, place in ipairs(rows and (netns == "self" and { "self" } or { netns, "self" }) or {}) do
    for row in rows:where { netns = place }:each() do sum = sum + wanted(row, place) end
  end
  return sum
end

-- Packets of a protocol that were dropped (drops.kernel), but for what is freed as if it were (losses.benign). No
-- requests of others for connections, nor what came for no socket: nobody here had sent it.
function way.dropped(facts, netns, protocol)
  local dropped = sum_of(facts, "drops.kernel", netns, function (row, place)
    local request = row.segment == "syn" and row.direction ~= "tx" and place == netns
    local nobodys = protocol == "tcp" and (row.reason == "NO_SOCKET" or request)
    return row.protocol == protocol and not nobodys and row.packets or 0
  end)
  return math.max(0, dropped - sum_of(facts, "losses.benign", netns, function (row)
    return row.protocol == protocol and row.packets or 0
  end))
end

-- Those of some protocols, and the frames that devices could not read or send (links.counters). Of a device that
-- came from elsewhere in the window nobody knows how many.
function way.lost(facts, netns, protocols)
  local sum = sum_of(facts, "links.counters", netns, function (row)
    return (row.rx_errors or 0) + (row.tx_errors or 0)
  end)
  for _, protocol in ipairs(protocols) do sum = sum + way.dropped(facts, netns, protocol) end
  return sum
end

return way
