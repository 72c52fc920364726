local drop = { netns = "far", direction = "rx", family = "ipv4", protocol = "udp", device = "veth1",
               reason = "SOCKET_FILTER", location = "udp_queue_rcv_one_skb", packets = 100 }

return {
  { "a program's own filter",
    facts = { ["drops.kernel"] = { drop },
              ["drops.tuples"] = { { netns = "far", reason = "SOCKET_FILTER",
                location = "udp_queue_rcv_one_skb", family = "ipv4", protocol = "udp", dport = 7000,
                packets = 100 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Udp",
                                          name = "InDatagrams", count = 50 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 50,
               where = { netns = "far", protocol = "udp", port = 7000 },
               says = "threw away 100 of 150 udp packets (67 %) to port 7000" } },

  { "a filter that sorts out a little",
    facts = { ["drops.kernel"] = { drop },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Udp",
                                          name = "InDatagrams", count = 50000 } } },
    expect = { outcome = "ruled_out" } },
}
