local function drop(reason, protocol, location)
  return { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = protocol,
           reason = reason, location = location, packets = 100 }
end
local delivered = { netns = "far", family = "ipv4", group = "Udp", name = "InDatagrams", count = 900 }
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 1100 }

return {
  { "UDP",
    facts = { ["drops.kernel"] = { drop("UDP_CSUM", "udp", "__udp4_lib_rcv") },
              ["protocol.counters"] = { delivered } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 900,
               where = { netns = "far", device = "veth1", protocol = "udp", reason = "UDP_CSUM" },
               says = "100 of 1,000 packets (10 %) on veth1 had a wrong UDP checksum" } },

  { "IP, on a NIC that checks sums itself",
    facts = { ["drops.kernel"] = { drop("IP_CSUM", "udp", "ip_rcv_core") },
              ["protocol.counters"] = { received },
              ["nic.features"] = { { netns = "far", device = "veth1", feature = "rx-checksum",
                                     active = true, possible = true } } },
    expect = { outcome = "confirmed", severity = "abnormal", carried = 1000,
               says = "wrong IP checksum" } },

  { "one broken packet in many",
    facts = { ["drops.kernel"] = { { netns = "far", device = "eth0", direction = "rx",
                family = "ipv4", protocol = "tcp", reason = "TCP_CSUM", location = "tcp_v4_rcv",
                packets = 3 } },
              ["protocol.counters"] = { { netns = "far", family = "any", group = "Tcp",
                                          name = "InSegs", count = 5000 } } },
    expect = { outcome = "ruled_out" } },

  { "without drop events: the counter of the protocol",
    facts = { ["protocol.counters"] = { delivered, { netns = "far", family = "ipv4", group = "Udp",
                                                     name = "InCsumErrors", count = 100 } } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 900,
               confidence = 0.8, where = { netns = "far", protocol = "udp" },
               says = "wrong UDP checksum" } },
}
