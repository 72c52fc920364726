local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv6", protocol = "udp",
               reason = "IP_INHDR", location = "ip6_forward", packets = 100 }

return {
  { "packets that have gone round too often",
    facts = { ["drops.kernel"] = { drop },
              ["drops.tuples"] = { { netns = "far", reason = "IP_INHDR", location = "ip6_forward",
                family = "ipv6", protocol = "udp", src = "fd00::1", dst = "fd09::2", dport = 9,
                packets = 100 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv6", group = "Ip",
                                          name = "InReceives", count = 200 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 100,
               where = { netns = "far", device = "veth1", family = "ipv6" },
               says = "from fd00::1 to fd09::2 had no hop left in namespace far" } },

  { "a broken header is another cause",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "IP_INHDR", location = "ip_rcv_core",
                packets = 100 } } },
    expect = { outcome = "ruled_out" } },

  { "a kernel without reasons: the packet itself tells, of others in the same place",
    facts = { ["drops.kernel"] = {
      { netns = "far", device = "veth1", direction = "rx", family = "ipv6", protocol = "udp",
        location = "ip6_forward", packet = "last_hop", packets = 100 },
      { netns = "far", device = "veth1", direction = "rx", family = "ipv6", protocol = "udp",
        location = "ip6_forward", packets = 50 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv6", group = "Ip",
                                          name = "InReceives", count = 150 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100,
               where = { netns = "far", device = "veth1" } } },

  { "a kernel without reasons, and hops enough",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv6", protocol = "udp", location = "ip6_forward", packets = 100 } } },
    expect = { outcome = "ruled_out" } },

  { "somebody traces a route",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "IP_INHDR", location = "ip_forward",
                packets = 12 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                                          name = "InReceives", count = 9000 } } },
    expect = { outcome = "ruled_out", says = "12 packets, at most" } },
}
