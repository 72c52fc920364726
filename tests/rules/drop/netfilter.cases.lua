local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "NETFILTER_DROP", subsystem = "core", location = "nf_hook_slow",
               packets = 230 }
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 460 }
local verdict = { netns = "far", family = "ip", hook = "input", table = "fw", chain = "in",
                  rule = "4", packets = 100 }

-- A bridge between two ports, in whose namespace IP has nothing to do.
local idle = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 8 }
local bridge = { netns = "far", device = "br0", kind = "bridge", ifindex = 5 }
local function port(device, rx, tx)
  return { netns = "far", device = device, kind = "veth", master = "br0", rx_packets = rx,
           tx_packets = tx }
end

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

  { "rules of iptables that counted them",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["iptables.rules"] = { { netns = "far", family = "ip", table = "filter", chain = "guests",
                rule = "3", verdict = "DROP", packets = 228 }, { netns = "far", family = "ip",
                table = "filter", chain = "OUTPUT", rule = "1", verdict = "DROP", packets = 900 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "far", device = "veth1", table = "filter", chain = "guests", rule = "3" },
               says = ": 228 are counted by iptables-legacy in chain guests of table filter, by its rule 3" } },

  { "a policy of iptables",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["iptables.rules"] = { { netns = "far", family = "ip", table = "filter", chain = "INPUT",
                rule = "", verdict = "DROP", packets = 230 } } },
    expect = { outcome = "confirmed", where = { netns = "far", table = "filter", chain = "INPUT" },
               says = "in chain INPUT of table filter, by the policy of INPUT" } },

  { "neither nftables nor iptables gave most of the verdicts",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["netfilter.verdicts"] = { verdict },
              ["iptables.rules"] = { { netns = "far", family = "ip", table = "filter", chain = "INPUT",
                rule = "1", verdict = "DROP", packets = 130 } } },
    expect = { outcome = "confirmed", where = { netns = "far", device = "veth1" },
               says = "dropped 230 of 460 packets (50 %) on veth1" } },

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

  { "a bridge's own forward hook: a share of what the port sends",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth2", direction = "tx",
                family = "ipv4", protocol = "udp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 50 } },
              ["protocol.counters"] = { idle },
              ["links.counters"] = { bridge, port("veth1", 10000, 0), port("veth2", 0, 9950) },
              ["netfilter.verdicts"] = { { netns = "far", family = "bridge", hook = "forward",
                table = "fw", chain = "fwd", packets = 50 } } },
    expect = { outcome = "ruled_out", says = "at most 0.50 %" } },

  { "the chain of a bridge's forward hook is named",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth2", direction = "tx",
                family = "ipv4", protocol = "udp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 5000 } },
              ["protocol.counters"] = { idle },
              ["links.counters"] = { bridge, port("veth1", 10000, 0), port("veth2", 0, 5000) },
              ["netfilter.verdicts"] = { { netns = "far", family = "bridge", hook = "forward",
                table = "fw", chain = "fwd", packets = 50 } } },
    expect = { outcome = "confirmed", carried = 5000, where = { chain = "fwd" } } },

  { "a bridge port where nobody followed the verdicts",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 50 } },
              ["protocol.counters"] = { idle },
              ["links.counters"] = { bridge, port("veth1", 10000, 0) } },
    absent = { "netfilter.verdicts" },
    expect = { outcome = "ruled_out", says = "at most 0.50 %" } },

  { "a device's ingress hook, before IP counts",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 50 } },
              ["protocol.counters"] = { idle },
              ["links.counters"] = { { netns = "far", device = "veth1", kind = "veth",
                rx_packets = 10000 } },
              ["netfilter.verdicts"] = { { netns = "far", family = "netdev", hook = "ingress",
                table = "fw", chain = "early", packets = 50 } } },
    expect = { outcome = "ruled_out", says = "at most 0.50 %" } },

  { "what a bridge hands to IP's hooks: a share of what its ports received",
    facts = { ["drops.kernel"] = { { netns = "far", device = "br0", direction = "tx",
                family = "ipv4", protocol = "udp", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", packets = 50 } },
              ["protocol.counters"] = { idle },
              ["links.counters"] = { bridge, port("veth1", 6000, 0), port("veth2", 4000, 0) },
              ["netfilter.verdicts"] = { { netns = "far", family = "ip", hook = "prerouting",
                table = "fw", chain = "pre", packets = 50 } } },
    expect = { outcome = "ruled_out", says = "at most 0.50 %" } },

  { "a namespace that could not be read: the share is not known",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { { netns = "self",
                family = "ipv4", group = "Ip", name = "InReceives", count = 9000 } } },
    expect = { outcome = "suspected", severity = "attention", confidence = 0.4, lost = 230,
               says = "because namespace far could not be read, and so their share is not" } },
}
