local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "SOCKET_RCVBUFF", location = "udp_queue_rcv_one_skb", packets = 180 }
local delivered = { netns = "far", family = "ipv4", group = "Udp", name = "InDatagrams", count = 20 }

return {
  { "the reader stands still",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { delivered },
              ["drops.tuples"] = { { netns = "far", reason = "SOCKET_RCVBUFF",
                location = "udp_queue_rcv_one_skb", family = "ipv4", protocol = "udp",
                dport = 7001, packets = 180 } },
              ["sockets.udp"] = { { netns = "far", family = "ipv4", port = 7001,
                queued_bytes = 4096, rcvbuf = 4608, drops = 180 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 180, carried = 20,
               where = { netns = "far", protocol = "udp", port = 7001, device = "veth1" },
               says = "on port 7001: 4.0 KiB lie unread where 4.5 KiB may" } },

  { "no BPF: the socket's own counter",
    facts = { ["protocol.counters"] = { delivered },
              ["sockets.udp"] = { { netns = "far", family = "ipv4", port = 7001, drops = 180 } } },
    absent = { "drops.kernel", "drops.tuples" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 180, confidence = 0.8,
               where = { netns = "far", protocol = "udp", port = 7001 } } },

  { "a handful among millions",
    facts = { ["drops.kernel"] = { drop }, ["protocol.counters"] = { { netns = "far",
                family = "ipv4", group = "Udp", name = "InDatagrams", count = 9000000 } } },
    expect = { outcome = "ruled_out" } },
}
