local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "tcp",
               reason = "NETFILTER_DROP", location = "nf_hook_slow", packets = 100 }
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 400 }
local function invalid(count)
  return { netns = "far", cpu = 1, invalid = count }
end
local verdict = { netns = "far", family = "inet", table = "guard", chain = "input", hook = "input",
                  rule = "2", packets = 60 }

return {
  { "a rule drops what fits no connection",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { invalid(70), { netns = "far", cpu = 0, invalid = 30 } },
              ["netfilter.verdicts"] = { verdict } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1", table = "guard", chain = "input" },
               says = "100 packets in namespace far fit no connection that it knows, and its firewall " ..
                 "dropped 100 of 400 packets (25 %), in chain input of table guard" } },

  { "without the chain",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { invalid(100) } },
    expect = { outcome = "confirmed", lost = 100 } },

  { "most are dropped for another reason",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["conntrack.counters"] = { invalid(20) } },
    expect = { outcome = "ruled_out", says = "20 packets fit no connection; the firewall dropped 100" } },

  { "nobody drops them",
    facts = { ["protocol.counters"] = { received }, ["conntrack.counters"] = { invalid(100) } },
    expect = { outcome = "ruled_out", says = "the firewall dropped 0" } },

  { "none",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received } },
    expect = { outcome = "ruled_out", says = "no packet was found" } },

  { "connection tracking could not be read",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received } },
    absent = { "conntrack.counters" },
    expect = { outcome = "undecided" } },

  { "many fit no connection and are let through; a rule drops others",
    facts = { ["drops.kernel"] = { { netns = "far", device = "eno1", direction = "rx", family = "ipv4",
                protocol = "tcp", reason = "NETFILTER_DROP", location = "nf_hook_slow", packets = 150 } },
              ["conntrack.counters"] = { { netns = "far", cpu = 3, invalid = 5000 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip", name = "InReceives",
                                          count = 10000 } } },
    expect = { outcome = "ruled_out", says = "5,000 packets fit no connection; the firewall dropped 150" } },
}
