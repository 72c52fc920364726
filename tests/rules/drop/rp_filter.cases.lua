local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "IP_RPFILTER", location = "ip_rcv_finish_core", packets = 100 }
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 200 }

return {
  { "a strict filter and an asymmetric way",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { received },
              ["netconf.devices"] = {
                { netns = "far", device = "veth1", family = "ipv4", rp_filter = 1 },
                { netns = "far", device = "all", family = "ipv4", rp_filter = 0 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 100,
               where = { netns = "far", device = "veth1", reason = "IP_RPFILTER" },
               says = "(rp_filter of the device 1, of all 0)" } },

  { "a source that cannot come from outside",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "IP_LOCAL_SOURCE",
                location = "ip_rcv_finish_core", packets = 100 } },
              ["protocol.counters"] = { received } },
    expect = { outcome = "confirmed", says = "cannot come from outside (IP_LOCAL_SOURCE)" } },

  { "some spoofed packets from the Internet",
    facts = { ["drops.kernel"] = { drop },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                                          name = "InReceives", count = 200000 } } },
    expect = { outcome = "ruled_out" } },

  { "without drop events",
    facts = { ["protocol.counters"] = { received, { netns = "far", family = "any",
                group = "TcpExt", name = "IPReversePathFilter", count = 100 } } },
    absent = { "drops.kernel", "netconf.devices" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, confidence = 0.8,
               where = { netns = "far" } } },
}
