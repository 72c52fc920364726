local function stage(name, path, device, samples, p50, p99)
  return { netns = "self", path = path, from = "br0", to = "eth0", stage = name, device = device,
           samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 2 * p99, mean = p50 }
end

local function slow(number, cpu)
  return { number = number, netns = "self", device = "br0", stage = "softirq", time = 9000.5, cpu = cpu }
end

return {
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
