local accepted = { netns = "far", family = "any", group = "Tcp", name = "PassiveOpens", count = 2 }

return {
  { "the socket tells its port",
    facts = { ["sockets.listen"] = { { netns = "far", family = "ipv4", port = 8080, backlog = 2,
                backlog_max = 1, drops = 63 } },
              ["protocol.counters"] = { accepted, { netns = "far", family = "any",
                group = "TcpExt", name = "ListenDrops", count = 63 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 63, carried = 2,
               where = { netns = "far", port = 8080, protocol = "tcp", family = "ipv4" },
               says = "63 handshake packets found the queue of the listening socket full on port 8080" } },

  { "only the namespace's counter is there",
    facts = { ["protocol.counters"] = { accepted, { netns = "far", family = "any",
                group = "TcpExt", name = "ListenDrops", count = 63 } } },
    absent = { "sockets.listen" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 63, confidence = 0.8,
               where = { netns = "far", protocol = "tcp" } } },

  { "a question about another port",
    facts = { ["sockets.listen"] = { { netns = "far", family = "ipv4", port = 8080, drops = 63 } } },
    scope = { dst_port = "443" },
    expect = { outcome = "ruled_out" } },

  { "a question about an address: the socket takes any, and tells not from whom",
    facts = { ["sockets.listen"] = { { netns = "far", family = "ipv4", address = "0.0.0.0",
                port = 8080, drops = 63 } },
              ["protocol.counters"] = { accepted, { netns = "far", family = "any",
                group = "TcpExt", name = "ListenDrops", count = 63 } } },
    scope = { src_ip = "10.0.0.1" },
    expect = { outcome = "undecided", essential = true,
               says = "63 such losses stand in a counter" } },

  { "a question about a device",
    facts = { ["protocol.counters"] = { accepted, { netns = "far", family = "any",
                group = "TcpExt", name = "ListenDrops", count = 63 } } },
    absent = { "sockets.listen" },
    scope = { device = "eth0" },
    expect = { outcome = "undecided", says = "whose packets they were is not known" } },

  { "a busy server that keeps up",
    facts = { ["sockets.listen"] = { { netns = "far", family = "ipv4", port = 8080, backlog = 3,
                backlog_max = 128, drops = 0 } } },
    expect = { outcome = "ruled_out", says = "no listening socket's queue overflowed" } },
}
