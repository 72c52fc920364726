local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "CPU_BACKLOG", location = "enqueue_to_backlog", packets = 97 }
local limits = { max_backlog = 1000, budget = 300 }

return {
  { "a burst into one CPU",
    facts = { ["drops.kernel"] = { drop }, ["softnet.limits"] = { limits },
              ["softnet.counters"] = { { cpu = 0, processed = 5000 },
                                       { cpu = 3, processed = 103, dropped = 97 } },
              ["cpu.tasks"] = { { tid = 7, pid = 7, thread = "hog", cpu = 3, share = 0.97 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 97, carried = 103,
               where = { netns = "far", device = "veth1", cpu = 3 },
               says = "found the backlog of their CPU full on CPU 3 (it may hold 1,000); hog used 97 %" } },

  { "every CPU dropped some: none is named",
    facts = { ["drops.kernel"] = { drop }, ["softnet.limits"] = { limits },
              ["softnet.counters"] = { { cpu = 0, processed = 500, dropped = 50 },
                                       { cpu = 3, processed = 500, dropped = 47 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 97, carried = 1000 } },

  { "one flow floods: the flow limit",
    facts = { ["drops.kernel"] = { drop }, ["softnet.limits"] = { limits },
              ["softnet.counters"] = { { cpu = 3, processed = 500, dropped = 97,
                                         flow_limit = 95 } } },
    expect = { outcome = "confirmed", says = "one flow filled half of a CPU's backlog" } },

  { "without drop events",
    facts = { ["softnet.counters"] = { { cpu = 3, processed = 500, dropped = 97 } } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 97, confidence = 0.8,
               where = { cpu = 3 } } },

  { "a few in millions",
    facts = { ["drops.kernel"] = { drop },
              ["softnet.counters"] = { { cpu = 3, processed = 5000000, dropped = 97 } } },
    expect = { outcome = "ruled_out", says = "97 packets, at most" } },

  { "nothing dropped",
    facts = { ["softnet.counters"] = { { cpu = 0, processed = 5000 } } },
    expect = { outcome = "ruled_out", says = "no CPU's backlog was full" } },
}
