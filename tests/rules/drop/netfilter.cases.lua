local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "NETFILTER_DROP", subsystem = "core", location = "nf_hook_slow",
               packets = 230 }
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 460 }
local verdict = { netns = "far", family = "ip", hook = "input", table = "fw", chain = "in",
                  rule = "4", packets = 100 }

return {
  { "half of the packets dropped by one chain",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["netfilter.verdicts"] = { verdict },
              ["drops.tuples"] = { { netns = "far", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", family = "ipv4", protocol = "udp", src = "10.0.0.1",
                sport = 4000, dst = "10.0.0.2", dport = 53, packets = 230 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 230, confidence = 0.95,
               where = { netns = "far", device = "veth1", protocol = "udp", port = 53,
                         table = "fw", chain = "in", rule = "4" },
               says = "dropped 230 of 460 packets (50 %) on veth1 to udp port 53: chain in of table fw" } },

  { "another hook's chain is not named",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["netfilter.verdicts"] = { { netns = "far", family = "ip", hook = "output",
                table = "fw", chain = "out", packets = 100 }, { netns = "far", family = "ip6",
                hook = "input", table = "six", chain = "in", packets = 50 } } },
    expect = { outcome = "confirmed", says = "dropped 230 of 460 packets (50 %) on veth1" } },

  { "the chain is not known where packets cannot be followed",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received } },
    absent = { "netfilter.verdicts" },
    expect = { outcome = "confirmed", severity = "abnormal", where = { netns = "far" },
               says = "dropped 230 of 460 packets" } },

  { "a scanner at an Internet-facing firewall",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "tcp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 50 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                name = "InReceives", count = 10000 } } },
    expect = { outcome = "ruled_out", says = "below 1.0 % or fewer than 10" } },

  { "the same scanner, when the question names its traffic",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "tcp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 50 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                name = "InReceives", count = 10000 } } },
    scope = { dst_port = "22" },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "nothing dropped",
    expect = { outcome = "ruled_out", says = "none of the 0 dropped packets" } },

  { "drop events could not be watched",
    absent = { "drops.kernel" },
    expect = { outcome = "undecided", says = "taken away by the case" } },
}
