local function trips(samples, p50, on_link)
  return { { netns = "self", family = "ipv4", remote = "10.0.0.2", samples = samples, p50 = p50, p90 = p50,
             p99 = p50, p999 = p50, max = p50, mean = p50, on_link = on_link } }
end

local function ways(out)
  return { { netns = "self", path = "host_to_wire", from = "eth0", to = "eth0", stage = "total",
             device = "eth0", samples = 500, p50 = out, p90 = out, p99 = out, p999 = out, max = out },
           { netns = "self", path = "wire_to_host", from = "eth0", to = "eth0", stage = "total",
             device = "eth0", samples = 500, p50 = 40.5, p90 = 40.5, p99 = 40.5, p999 = 40.5, max = 40.5 } }
end

return {
  { "20 ms to a neighbour, and the host is quick",
    facts = { ["path.round_trips"] = trips(400, 20000.5, true), ["path.stages"] = ways(30.5) },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", family = "ipv4", tuple = "10.0.0.2" }, says = "are outside of it" } },

  { "the same, but the packets wait in this host",
    facts = { ["path.round_trips"] = trips(400, 20000.5, true), ["path.stages"] = ways(19800.5) },
    expect = { outcome = "ruled_out" } },

  { "20 ms to another namespace of this host",
    facts = { ["path.round_trips"] = trips(400, 20000.5, true), ["path.stages"] = ways(30.5),
              ["addresses.own"] = { { netns = "box", address = "10.0.0.2", prefix = 24 } } },
    expect = { outcome = "undecided", says = "no segment of a connection to a neighbour" } },

  { "a rack away", facts = { ["path.round_trips"] = trips(400, 400.5, true), ["path.stages"] = ways(30.5) },
    expect = { outcome = "ruled_out" } },

  { "behind a router nobody knows how far it is",
    facts = { ["path.round_trips"] = trips(400, 20000.5, false), ["path.stages"] = ways(30.5) },
    expect = { outcome = "undecided" } },

  { "not measured", absent = { "path.round_trips" }, expect = { outcome = "undecided" } },
}
