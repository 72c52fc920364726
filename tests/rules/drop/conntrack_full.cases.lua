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

  { "there is room again at the end",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { { netns = "far", cpu = 1, drop = 100 } },
              ["conntrack.table"] = { { netns = "far", count = 95, max = 199 } } },
    expect = { outcome = "confirmed", advises = "sysctl -w net.netfilter.nf_conntrack_max=796",
               says = "found no room: the table of namespace far holds 199 at most; 95 were left at the end" } },

  { "there is room again at the end: some had to go early",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { { netns = "far", cpu = 1, drop = 50, early_drop = 3,
                                           insert_failed = 50 } },
              ["conntrack.table"] = { { netns = "far", count = 95, max = 199 } } },
    expect = { outcome = "confirmed",
               says = "holds 199 at most; 3 others had to go early; 95 were left at the end" } },

  { "two packets made the same connection at once",
    facts = { ["drops.kernel"] = { drop("nf_hook_slow") }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { { netns = "far", cpu = 1, drop = 100, insert_failed = 100 } },
              ["conntrack.table"] = { { netns = "far", count = 10, max = 1000 } } },
    expect = { outcome = "confirmed", advises = "",
               says = "another packet had made the same connection meanwhile; its table of connections " ..
                 "was not full (10 of 1,000 at the end)" } },

  { "the ct action of Open vSwitch: the host itself receives little",
    facts = { ["drops.kernel"] = { drop("ovs_ct_execute", "OVS_DROP_CONNTRACK") },
              ["protocol.counters"] = { received }, ["conntrack.counters"] = { counted },
              ["conntrack.table"] = { full },
              ["ovs.datapaths"] = { { netns = "far", datapath = "ovs-system", hit = 9000, missed = 1000,
                                      lost = 0 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 9900,
               says = "holds 1,000 of 1,000" } },

  { "the ct action of Open vSwitch before 6.6, and nobody counted what it switched",
    facts = { ["drops.kernel"] = { drop("ovs_ct_execute", "NOT_SPECIFIED") },
              ["protocol.counters"] = { received }, ["conntrack.counters"] = { counted },
              ["conntrack.table"] = { full } },
    absent = { "ovs.datapaths", "ovs.ports" },
    expect = { outcome = "suspected", lost = 100, advises = "sysctl -w net.netfilter.nf_conntrack_max=4000" } },

  { "the ct action of Open vSwitch refuses packets for which there was room",
    facts = { ["drops.kernel"] = { drop("ovs_ct_execute", "OVS_DROP_CONNTRACK") },
              ["protocol.counters"] = { received }, ["conntrack.table"] = { full } },
    expect = { outcome = "ruled_out" } },

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
