local link = { netns = "self", device = "eth0", rx_packets = 3000000, numa = 0 }
local cpus = {}
for number = 0, 3 do
  cpus[#cpus + 1] = { cpu = number, ticks = 1000, numa = number // 2, softirq = 0.5, idle = 0.5,
                      iowait = 0.0, isolated = false }
end
local function irq(number, cpu, count)
  return { irq = number, cpu = cpu, count = count, device = "eth0", queue = number - 40,
           affinity = tostring(cpu) }
end
local function softnet(cpu, dropped)
  return { { cpu = cpu, processed = 3000000, dropped = dropped } }
end

return {
  { "all queues on one CPU that drops",
    facts = { ["nic.links"] = { link }, ["cpu.use"] = cpus,
              ["softnet.counters"] = softnet(1, 9000),
              ["interrupts.counts"] = { irq(40, 1, 9000), irq(41, 1, 800), irq(41, 0, 20) } },
    expect = { outcome = "confirmed", severity = "attention", lost = 9000,
               where = { device = "eth0", cpu = 1, numa = 0 },
               says = "CPU 1 took 99.8 % of the interrupts of the 2 queues of eth0" } },

  { "interrupts on the other node",
    facts = { ["nic.links"] = { link }, ["cpu.use"] = cpus,
              ["softnet.counters"] = softnet(2, 9000),
              ["interrupts.counts"] = { irq(40, 2, 5000), irq(41, 3, 4000) } },
    expect = { outcome = "confirmed", where = { cpu = 2, numa = 1 },
               says = "100 % of the interrupts of eth0, which is on NUMA node 0, went to CPUs of " ..
                 "other nodes" } },

  { "a veth fills that CPU, and the uplink hardly",
    facts = { ["nic.links"] = { { netns = "self", device = "eth0", rx_packets = 40000, numa = 0 } },
              ["cpu.use"] = cpus, ["softnet.counters"] = softnet(1, 9000),
              ["interrupts.counts"] = { irq(40, 1, 9000), irq(41, 1, 800) } },
    expect = { outcome = "ruled_out", says = "(eth0: 100 % of them on CPU 1)" } },

  { "one CPU that keeps up",
    facts = { ["nic.links"] = { link }, ["cpu.use"] = cpus,
              ["softnet.counters"] = softnet(1, 0),
              ["interrupts.counts"] = { irq(40, 1, 9000) } },
    expect = { outcome = "ruled_out", says = "(eth0: 100 % of them on CPU 1)" } },
}
