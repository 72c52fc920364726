local function drop(location, protocol, packets)
  return { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = protocol,
           reason = "NO_SOCKET", location = location, packets = packets }
end
local delivered = { netns = "far", family = "ipv4", group = "Udp", name = "InDatagrams", count = 23 }

return {
  { "nobody listens on the port",
    facts = { ["drops.kernel"] = { drop("__udp4_lib_rcv", "udp", 97) },
              ["protocol.counters"] = { delivered },
              ["drops.tuples"] = { { netns = "far", reason = "NO_SOCKET",
                location = "__udp4_lib_rcv", family = "ipv4", protocol = "udp", dport = 5001,
                packets = 97 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 97, carried = 23,
               where = { netns = "far", device = "veth1", protocol = "udp", port = 5001 },
               says = "97 of 120 udp packets (81 %) reached no socket: nobody listens on port 5001" } },

  { "echo replies carry the same reason and are no loss",
    facts = { ["drops.kernel"] = { drop("icmp_rcv", "icmp", 5000) } },
    expect = { outcome = "ruled_out", says = "none of the 5,000" } },

  { "a closed port among much traffic",
    facts = { ["drops.kernel"] = { drop("tcp_v4_rcv", "tcp", 40) },
              ["protocol.counters"] = { { netns = "far", family = "any", group = "Tcp",
                                          name = "InSegs", count = 100000 } } },
    expect = { outcome = "ruled_out" } },

  { "drop events could not be watched: the counter alone",
    facts = { ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Udp",
                name = "NoPorts", count = 97 }, delivered } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 97, confidence = 0.8,
               where = { netns = "far", protocol = "udp" } } },
}
