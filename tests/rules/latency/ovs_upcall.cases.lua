local datapath = { netns = "self", datapath = "ovs-system", hit = 4000, missed = 2000, elapsed = 10000000 }
local function part(name, tid, samples, p50, p99)
  return { part = name, tid = tid, pid = tid > 0 and 30 or 0, thread = tid > 0 and "handler" .. tid or "",
           samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 3 * p99 }
end

return {
  { "a tail of waiting for the handler",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.upcall_parts"] = { part("whole", 0, 2000, 90.0, 2300.0),
                                       part("waiting", 0, 2000, 40.0, 2100.0),
                                       part("working", 0, 2000, 40.0, 90.0),
                                       part("executing", 0, 2000, 10.0, 20.0),
                                       part("whole", 7, 1200, 90.0, 2500.0),
                                       part("whole", 8, 800, 90.0, 100.0) },
              ["ovs.upcall_handlers"] = { { tid = 7, pid = 30, thread = "handler7", taken = 1200,
                                            cpu = 1, slow_cpu = 12 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", thread = "handler7", cpu = 12, reason = "waiting" },
               says = "took 2.3 ms (p99): above 100 us; waiting for a handler 2.1 ms" } },

  { "few packets are judged by their middle",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.upcall_parts"] = { part("whole", 0, 400, 300.0, 9000.0) } },
    expect = { outcome = "confirmed", severity = "attention", says = "(p50)" } },

  { "healthy",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.upcall_parts"] = { part("whole", 0, 2000, 40.0, 95.0) } },
    expect = { outcome = "ruled_out" } },

  { "one handler of many with few packets does not decide",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.upcall_parts"] = { part("whole", 0, 2000, 40.0, 95.0),
                                       part("whole", 9, 20, 9000.0, 9000.0) } },
    expect = { outcome = "ruled_out" } },

  { "too few to say",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.upcall_parts"] = { part("whole", 0, 12, 9000.0, 9000.0) } },
    expect = { outcome = "undecided", says = "at most 12 packets" } },
}
