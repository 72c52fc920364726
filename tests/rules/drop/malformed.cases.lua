local function drop(reason, location, packets)
  return { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
           reason = reason, location = location, packets = packets or 100 }
end
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 400 }

return {
  { "shorter than the header says",
    facts = { ["drops.kernel"] = { drop("PKT_TOO_SMALL", "ip_rcv_core") },
              ["protocol.counters"] = { received } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1", reason = "PKT_TOO_SMALL" },
               says = "100 of 400 packets (25 %) on veth1 are shorter than their IP header says" } },

  { "a header that contradicts itself",
    facts = { ["drops.kernel"] = { drop("IP_INHDR", "ip_rcv_core") },
              ["protocol.counters"] = { received } },
    expect = { outcome = "confirmed", says = "have an IP header that contradicts itself" } },

  { "a UDP header that is longer than its packet",
    facts = { ["drops.kernel"] = { drop("PKT_TOO_SMALL", "__udp4_lib_rcv") },
              ["protocol.counters"] = { received } },
    expect = { outcome = "confirmed", says = "shorter than their UDP header says" } },

  { "segments in one that cannot be taken apart",
    facts = { ["drops.kernel"] = { drop("SKB_GSO_SEG", "validate_xmit_skb") },
              ["protocol.counters"] = { received } },
    expect = { outcome = "confirmed", says = "cannot be taken apart" } },

  { "a kernel without reasons: the place and the counter tell",
    facts = { ["drops.kernel"] = { drop("", "ip_rcv_core") },
              ["protocol.counters"] = { received, { netns = "far", family = "ipv4", group = "Ip",
                name = "InHdrErrors", count = 100 } } },
    expect = { outcome = "confirmed", lost = 100, says = "contradicts itself" } },

  { "the same, of UDP and TCP: what their checksums do not explain",
    facts = { ["drops.kernel"] = { drop("", "__udp4_lib_rcv") },
              ["protocol.counters"] = { received,
                { netns = "far", family = "ipv4", group = "Udp", name = "InCsumErrors", count = 40 },
                { netns = "far", family = "ipv4", group = "Udp", name = "InErrors", count = 100 } } },
    expect = { outcome = "confirmed", lost = 60, says = "shorter than their UDP header" } },

  { "a few from the Internet",
    facts = { ["drops.kernel"] = { drop("PKT_TOO_SMALL", "ip_rcv_core", 12) },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                                          name = "InReceives", count = 40000 } } },
    expect = { outcome = "ruled_out" } },

  { "none",
    facts = { ["protocol.counters"] = { received } },
    expect = { outcome = "ruled_out" } },
}
