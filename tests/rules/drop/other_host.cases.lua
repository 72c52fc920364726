local drop = { netns = "self", device = "br0", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "OTHERHOST", location = "ip_rcv_core", packets = 100 }

return {
  { "a sender with a wrong address",
    facts = { ["drops.kernel"] = { drop },
              ["drops.tuples"] = { { netns = "self", reason = "OTHERHOST", location = "ip_rcv_core",
                family = "ipv4", protocol = "udp", dst = "10.0.0.2", dport = 9, packets = 100 } },
              ["addresses.own"] = { { netns = "self", address = "10.0.0.2" } },
              ["links.counters"] = { { netns = "self", device = "br0", rx_packets = 150 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 50,
               where = { netns = "self", device = "br0" },
               says = "100 of 150 frames (67 %) on br0 were addressed to another machine (IP " ..
                 "address 10.0.0.2)" } },

  { "a kernel without reasons: the packet itself tells, of wrong headers in the same place",
    facts = { ["drops.kernel"] = {
      { netns = "self", device = "br0", direction = "rx", family = "ipv4", protocol = "udp",
        location = "ip_rcv_core", packet = "other_host", packets = 100 },
      { netns = "self", device = "br0", direction = "rx", family = "ipv4", protocol = "udp",
        location = "ip_rcv_core", packets = 40 } },
              ["protocol.counters"] = { { netns = "self", family = "ipv4", group = "IpExt",
                                          name = "InCsumErrors", count = 40 } },
              ["drops.tuples"] = { { netns = "self", location = "ip_rcv_core", family = "ipv4",
                protocol = "udp", dst = "10.0.0.2", dport = 9, packets = 140 } },
              ["addresses.own"] = { { netns = "self", address = "10.0.0.2" } },
              ["links.counters"] = { { netns = "self", device = "br0", rx_packets = 250 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100,
               where = { netns = "self", device = "br0" } } },

  { "flooding on a bridge is normal",
    facts = { ["drops.kernel"] = { drop },
              ["links.counters"] = { { netns = "self", device = "br0", rx_packets = 50000 } } },
    expect = { outcome = "ruled_out" } },

  { "flooded frames for others, many: nothing is lost here",
    facts = { ["drops.kernel"] = { drop },
              ["drops.tuples"] = { { netns = "self", reason = "OTHERHOST", location = "ip_rcv_core",
                family = "ipv4", protocol = "udp", dst = "10.0.0.77", dport = 9, packets = 100 } },
              ["addresses.own"] = { { netns = "self", address = "10.0.0.2" } },
              ["links.counters"] = { { netns = "self", device = "br0", rx_packets = 150 } } },
    expect = { outcome = "ruled_out", says = "100 frames for other machines came in, none of them" } },

  { "half of them for an address of this host",
    facts = { ["drops.kernel"] = { drop },
              ["drops.tuples"] = {
                { netns = "self", reason = "OTHERHOST", location = "ip_rcv_core", family = "ipv4",
                  protocol = "udp", dst = "10.0.0.77", dport = 9, packets = 50 },
                { netns = "self", reason = "OTHERHOST", location = "ip_rcv_core", family = "ipv4",
                  protocol = "udp", dst = "10.0.0.2", dport = 9, packets = 50 } },
              ["addresses.own"] = { { netns = "self", address = "10.0.0.2" } },
              ["links.counters"] = { { netns = "self", device = "br0", rx_packets = 200 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 50, carried = 150 } },

  { "their addresses were forgotten beside those of many others",
    facts = { ["drops.kernel"] = { { netns = "self", device = "eno1", direction = "rx", family = "ipv4",
                protocol = "udp", reason = "OTHERHOST", location = "ip_rcv_core", packets = 3000 } },
              ["drops.tuples"] = { { netns = "self", device = "eno1", reason = "NETFILTER_DROP",
                location = "nf_hook_slow", family = "ipv4", protocol = "udp", src = "198.51.100.7",
                dst = "10.0.0.2", dport = 53, packets = 900000 } },
              ["addresses.own"] = { { netns = "self", address = "10.0.0.2" } },
              ["links.counters"] = { { netns = "self", device = "eno1", rx_packets = 20000 } } },
    expect = { outcome = "suspected", lost = 3000, confidence = 0.4 } },
}
