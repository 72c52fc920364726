-- Devices as links.counters knows them.

local link = {}

-- The row of the device in `where`, or nil.
function link.of(facts, where)
  if not where.device then return nil end
  return facts["links.counters"]:where { netns = where.netns, device = where.device }[1]
end

-- The other end of a veth, or nil.
function link.peer(facts, row)
  if not row or not row.peer_netns or row.peer_netns == "" or not row.peer_ifindex then return nil end
  return facts["links.counters"]:where { netns = row.peer_netns, ifindex = row.peer_ifindex }[1]
end

-- Whether frames that the device receives are switched, and never come to IP in its namespace.
function link.is_port(facts, row)
  if not row or not row.master or row.master == "" then return false end
  local master = link.of(facts, { netns = row.netns, device = row.master })
  return master ~= nil and (master.kind == "bridge" or master.kind == "openvswitch")
end

return link
