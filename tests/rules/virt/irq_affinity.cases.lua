local device = { netns = "self", device = "eth0", cpus = 2, rx_queues = 2 }
local function line(irq, queue, count)
  return { netns = "self", device = "eth0", irq = irq, direction = "rx", queue = queue, count = count,
           cpus = "1" }
end
local function on(irq, cpu, count)
  return { irq = irq, cpu = cpu, count = count, device = "eth0", queue = 0, direction = "rx" }
end
local function use(cpu, softirq, idle)
  return { cpu = cpu, ticks = 1000, softirq = softirq, irq = 0.0, idle = idle, iowait = 0.0,
           isolated = false, numa = 0 }
end

return {
  { "both queues on one busy CPU",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(33, 0, 4000), line(35, 1, 3000) },
              ["interrupts.counts"] = { on(33, 1, 4000), on(35, 1, 3000) },
              ["cpu.use"] = { use(0, 0.02, 0.9), use(1, 0.85, 0.05) } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "eth0", cpu = 1 },
               says = "CPU 1 took 100 % of the interrupts of 2 receive queues of eth0 and spent 85 % of its " ..
                 "time in softirqs and interrupts, while CPU 0 was idle for 90 %" } },

  { "one queue a CPU",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(33, 0, 4000), line(35, 1, 3000) },
              ["interrupts.counts"] = { on(33, 0, 4000), on(35, 1, 3000) },
              ["cpu.use"] = { use(0, 0.6, 0.3), use(1, 0.85, 0.05) } },
    expect = { outcome = "ruled_out", says = "(eth0: 57 % of them on CPU 0" } },

  { "on one CPU that has time",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(33, 0, 4000), line(35, 1, 3000) },
              ["interrupts.counts"] = { on(33, 1, 4000), on(35, 1, 3000) },
              ["cpu.use"] = { use(0, 0.02, 0.9), use(1, 0.1, 0.8) } },
    expect = { outcome = "ruled_out", says = "100 % of them on CPU 1, which spent 10 % on them" } },

  { "only one queue has traffic",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(33, 0, 4000), line(35, 1, 10) },
              ["interrupts.counts"] = { on(33, 1, 4000), on(35, 1, 10) },
              ["cpu.use"] = { use(0, 0.02, 0.9), use(1, 0.85, 0.05) } },
    expect = { outcome = "ruled_out" } },
}
