local function cpu(number, softirq)
  return { cpu = number, ticks = 1000, numa = 1, user = 0.0, system = 0.0, softirq = softirq,
           irq = 0.0, steal = 0.0, iowait = 0.0, idle = 1 - softirq, net_rx = 100 }
end

return {
  { "a CPU full of packets drops some",
    facts = { ["cpu.use"] = { cpu(0, 0.05), cpu(1, 0.9) },
              ["softnet.counters"] = { { cpu = 0, processed = 900 },
                { cpu = 1, processed = 500000, dropped = 4000, time_squeezed = 2000 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 4000, carried = 500000,
               where = { cpu = 1, numa = 1 },
               says = "CPU 1 spent 90 % of the window in softirq; its backlog dropped 4,000 packets" } },

  { "rounds that end with work left, hundreds a second",
    facts = { ["cpu.use"] = { cpu(1, 0.9) },
              ["softnet.counters"] = { { cpu = 1, processed = 3000000, time_squeezed = 9000 } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "900 polls a second ended with work left" } },

  { "rounds that end with work left on a CPU with time for the next ones are no harm",
    facts = { ["cpu.use"] = { cpu(1, 0.35) },
              ["softnet.counters"] = { { cpu = 1, processed = 2400000, time_squeezed = 7000 } } },
    expect = { outcome = "ruled_out", says = "at most 35 % of a CPU (CPU 1) went into softirq" } },

  { "what the backlog drops counts, whatever time the CPU has left",
    facts = { ["cpu.use"] = { cpu(1, 0.35) },
              ["softnet.counters"] = { { cpu = 1, processed = 2400000, dropped = 9000,
                                         time_squeezed = 7000 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 9000 } },

  { "a busy CPU that takes everything",
    facts = { ["cpu.use"] = { cpu(0, 0.05), cpu(1, 0.9) },
              ["softnet.counters"] = { { cpu = 0, processed = 900 },
                { cpu = 1, processed = 500000, time_squeezed = 1200 } } },
    expect = { outcome = "ruled_out", says = "at most 90 % of a CPU (CPU 1) went into softirq" } },
}
