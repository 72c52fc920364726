local function stage(name, path, device, samples, p50, p99)
  return { netns = "self", path = path, from = "br0", to = "eth0", stage = name, device = device,
           samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 2 * p99, mean = p50 }
end

local function slow(number, cpu)
  return { number = number, netns = "self", device = "br0", stage = "softirq", time = 9000.5, cpu = cpu }
end

local function tail(samples, p999)
  local row = stage("softirq", "wire_to_host", "br0", samples, 9.5, 90.5)
  row.p999, row.max = p999, 2 * p999
  return row
end

return {
  { "only a packet in a thousand, but that milliseconds late",
    facts = { ["path.stages"] = { tail(10000, 8000.5) } },
    expect = { outcome = "confirmed", severity = "attention", says = "p99.9 of 10,000 packets" } },

  { "a tail that is longer than the whole of a slow stage",
    facts = { ["path.stages"] = { tail(20000, 15000.5) } },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "a tail of too few packets",
    facts = { ["path.stages"] = { tail(9999, 8000.5) } },
    expect = { outcome = "ruled_out" } },

  { "a tail as long as handing over to ksoftirqd takes",
    facts = { ["path.stages"] = { tail(20000, 900.5) } },
    expect = { outcome = "ruled_out" } },

  { "milliseconds in the backlog, on one CPU",
    facts = { ["path.stages"] = { stage("softirq", "wire_to_host", "br0", 5000, 12.5, 8000.5) },
              ["path.slowest"] = { slow(1, 3), slow(2, 3), slow(3, 3), slow(4, 3) } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", device = "br0", cpu = 3 }, says = "stage softirq of br0" } },

  { "on any CPU",
    facts = { ["path.stages"] = { stage("softirq", "wire_to_host", "br0", 5000, 12.5, 400.5) },
              ["path.slowest"] = { slow(1, 3), slow(2, 1), slow(3, 0), slow(4, 3) } },
    expect = { outcome = "confirmed", severity = "attention", where = { netns = "self", device = "br0" } } },

  { "as it should be",
    facts = { ["path.stages"] = { stage("softirq", "wire_to_host", "br0", 5000, 5.5, 60.5),
                                  stage("ip_input", "wire_to_host", "br0", 5000, 9.5, 300.5) } },
    expect = { outcome = "ruled_out" } },

  { "not measured", absent = { "path.stages" }, expect = { outcome = "undecided" } },
}
