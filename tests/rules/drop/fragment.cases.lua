local function drop(reason, location)
  return { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
           reason = reason, location = location, packets = 100 }
end
local function ip(name, count)
  return { netns = "far", family = "ipv4", group = "Ip", name = name, count = count }
end

return {
  { "a piece of each datagram is missing",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "inet_frag_rbtree_purge") },
              ["protocol.counters"] = { ip("ReasmReqds", 400), ip("ReasmFails", 100),
                                        ip("ReasmTimeout", 100) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1", family = "ipv4" },
               says = "100 of 400 fragments (25 %) on veth1 waited in vain for the rest" } },

  { "the others of each datagram have forgotten where they came in",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "ip_expire"),
                { netns = "", device = "if 2", direction = "rx", family = "ipv4", protocol = "udp",
                  reason = "NOT_SPECIFIED", location = "inet_frag_rbtree_purge", packets = 200 } },
              ["protocol.counters"] = { ip("ReasmReqds", 400), ip("ReasmFails", 100),
                                        ip("ReasmTimeout", 100) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 300, carried = 100,
               where = { netns = "far", device = "veth1", family = "ipv4" } } },

  { "they overlap",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "ip_frag_queue") },
              ["protocol.counters"] = { ip("ReasmReqds", 400), ip("ReasmFails", 50) } },
    expect = { outcome = "confirmed", says = "contradicted others of their datagram" } },

  { "the kernel says it itself",
    facts = { ["drops.kernel"] = { drop("FRAG_REASM_TIMEOUT", "ip_expire") },
              ["protocol.counters"] = { ip("ReasmReqds", 400) } },
    expect = { outcome = "confirmed", where = { reason = "FRAG_REASM_TIMEOUT" },
               says = "waited in vain" } },

  { "a few of many",
    facts = { ["drops.kernel"] = { drop("FRAG_REASM_TIMEOUT", "ip_expire") },
              ["protocol.counters"] = { ip("ReasmReqds", 9000000) } },
    expect = { outcome = "ruled_out", says = "below" } },

  { "without drop events: the counter",
    facts = { ["protocol.counters"] = { ip("ReasmReqds", 400), ip("ReasmFails", 100),
                                        ip("ReasmTimeout", 100) } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", lost = 100, confidence = 0.8 } },

  { "nothing fragmented",
    facts = { ["protocol.counters"] = { ip("InReceives", 400) } },
    expect = { outcome = "ruled_out" } },

  { "connection tracking puts IPv6 together, and counts none that came",
    facts = { ["drops.kernel"] = { { netns = "far", device = "eno1", direction = "rx", family = "ipv6",
                protocol = "udp", reason = "FRAG_REASM_TIMEOUT", location = "inet_frag_rbtree_purge",
                packets = 12 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv6", group = "Ip", name = "ReasmFails",
                                          count = 12 },
                { netns = "far", family = "ipv6", group = "Ip", name = "InReceives", count = 4000000 } } },
    expect = { outcome = "suspected", severity = "attention", lost = 12,
               says = "what got through there is not known" } },
}
