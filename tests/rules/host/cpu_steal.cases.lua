local function cpu(number, steal)
  return { cpu = number, ticks = 1000, numa = 0, user = 0.2, system = 0.0, softirq = 0.0, irq = 0.0,
           steal = steal, iowait = 0.0, idle = 0.8 - steal }
end

return {
  { "the hypervisor is overbooked",
    facts = { ["cpu.use"] = { cpu(0, 0.08), cpu(1, 0.18) } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { cpu = 1 },
               says = "CPU 1 was ready and did not run for 18 % of the window (all CPUs: 13 %)" } },

  { "a little more than usual",
    facts = { ["cpu.use"] = { cpu(0, 0.06), cpu(1, 0.08) } },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "a host of its own",
    facts = { ["cpu.use"] = { cpu(0, 0.0), cpu(1, 0.004) } },
    expect = { outcome = "ruled_out", says = "at most 0.40 % of a CPU's time (CPU 1)" } },
}
