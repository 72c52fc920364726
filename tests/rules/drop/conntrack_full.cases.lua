local function drop(location, reason)
  return { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
           reason = reason or "NETFILTER_DROP", location = location, packets = 100 }
end
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 400 }
local counted = { netns = "far", cpu = 1, drop = 100, early_drop = 2 }
local full = { netns = "far", count = 1000, max = 1000, buckets = 256 }

return {
  { "the table is full",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { counted }, ["conntrack.table"] = { full } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1" },
               says = "100 of 400 packets (25 %) on veth1 were dropped because their connection found " ..
                 "no room: the table of namespace far holds 1,000 of 1,000; 2 others had to go early" } },

  { "a kernel without reasons",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow", "") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { counted }, ["conntrack.table"] = { full } },
    expect = { outcome = "confirmed", lost = 100 } },

  { "a rule drops: the table counted nothing",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.table"] = { full } },
    expect = { outcome = "ruled_out", says = "connection tracking turned no packet away" } },

  { "a rule drops most, the table some",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { { netns = "far", cpu = 0, drop = 20 },
                                         { netns = "far", cpu = 1, drop = 10 } },
              ["conntrack.table"] = { full } },
    expect = { outcome = "confirmed", lost = 30 } },

  { "another namespace's table",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { { netns = "near", cpu = 1, drop = 100 } } },
    expect = { outcome = "ruled_out" } },

  { "there was room at the end",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { counted },
              ["conntrack.table"] = { { netns = "far", count = 10, max = 1000 } } },
    expect = { outcome = "confirmed", says = "were turned away by connection tracking" } },

  { "its counters could not be read",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received } },
    absent = { "conntrack.counters" },
    expect = { outcome = "undecided" } },

  { "without drop events",
    facts = { ["protocol.counters"] = { received }, ["conntrack.counters"] = { counted },
              ["conntrack.table"] = { full } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", lost = 100, where = { netns = "far" } } },
}
