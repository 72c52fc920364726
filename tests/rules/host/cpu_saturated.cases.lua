-- Ten seconds are a thousand ticks.
local function cpu(number, shares)
  local row = { cpu = number, ticks = 1000, numa = 0, user = 0.0, system = 0.0, softirq = 0.0,
                irq = 0.0, steal = 0.0, iowait = 0.0, idle = 1.0 }
  for name, value in pairs(shares) do row[name] = value end
  return row
end
local hog = { tid = 9, pid = 9, thread = "hog", ticks = 970, cpu = 1, share = 0.97 }

return {
  { "a CPU with a hog on it drops packets",
    facts = { ["cpu.use"] = { cpu(0, {}), cpu(1, { user = 0.97, softirq = 0.02, idle = 0.01 }) },
              ["softnet.counters"] = { { cpu = 0, processed = 900 },
                                       { cpu = 1, processed = 5000, dropped = 400 } },
              ["cpu.tasks"] = { hog } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 400, carried = 5000,
               where = { cpu = 1, pid = 9, thread = "hog" },
               says = "CPU 1 was 99 % busy, 97 % of it with hog (pid 9); its backlog dropped 400" } },

  { "polls end with work left, and nothing is lost yet",
    facts = { ["cpu.use"] = { cpu(3, { user = 0.5, system = 0.2, softirq = 0.29, idle = 0.01 }) },
              ["softnet.counters"] = { { cpu = 3, processed = 1800000, time_squeezed = 6000 } } },
    expect = { outcome = "confirmed", severity = "attention", where = { cpu = 3 }, says_not = "dropped 0",
               says = "600 polls a second ended with work left, and none of the 1,800,000 packets" } },

  -- An emulated machine whose CPUs are used up by the test itself: rounds end by their time.
  { "a busy machine that loses nothing is healthy",
    facts = { ["cpu.use"] = { cpu(0, { system = 0.6, softirq = 0.39, idle = 0.01 }),
                              cpu(1, { user = 0.97, softirq = 0.02, idle = 0.01 }) },
              ["softnet.counters"] = { { cpu = 0, processed = 9000, time_squeezed = 900 },
                                       { cpu = 1, processed = 5000, time_squeezed = 40 } },
              ["cpu.tasks"] = { hog } },
    expect = { outcome = "ruled_out",
               says = "the busiest CPU (0) was 99 % busy, and no packet was lost for it" } },

  { "a CPU that is busy with packets is another cause",
    facts = { ["cpu.use"] = { cpu(0, { softirq = 0.98, idle = 0.02 }) },
              ["softnet.counters"] = { { cpu = 0, processed = 5000, dropped = 400 } } },
    expect = { outcome = "ruled_out" } },

  { "a window of a moment",
    facts = { ["cpu.use"] = { cpu(0, { ticks = 10, user = 1.0, idle = 0.0 }) },
              ["softnet.counters"] = { { cpu = 0, processed = 5000, dropped = 400 } } },
    expect = { outcome = "ruled_out", says = "too short" } },
}
