local link = { netns = "self", device = "eth0", rx_packets = 3000000, numa = 0 }
local function cpus(count)
  local list = {}
  for number = 0, count - 1 do
    list[#list + 1] = { cpu = number, ticks = 1000, numa = 0, softirq = number == 0 and 0.9 or 0.0,
                        idle = number == 0 and 0.1 or 1.0, iowait = 0.0 }
  end
  return list
end
local function softnet(dropped)
  return { { cpu = 0, processed = 3000000, dropped = dropped } }
end
local irq = { irq = 39, cpu = 0, count = 5000, device = "eth0", queue = 0 }
local function channels(now)
  return { netns = "self", device = "eth0", combined = now, combined_max = 63 }
end

return {
  { "one queue on a host of four CPUs, and its CPU drops",
    facts = { ["nic.links"] = { link }, ["nic.queues"] = { channels(1) }, ["cpu.use"] = cpus(4),
              ["softnet.counters"] = softnet(9000), ["interrupts.counts"] = { irq } },
    expect = { outcome = "confirmed", severity = "attention",
               where = { device = "eth0", cpu = 0 },
               says = "eth0 uses 1 of 4 queues, and CPU 0 that serves it cannot keep up (9,000 " ..
                 "packets dropped" } },

  { "one of four queues takes everything",
    facts = { ["nic.links"] = { link }, ["nic.queues"] = { channels(4) }, ["cpu.use"] = cpus(4),
              ["softnet.counters"] = softnet(9000), ["interrupts.counts"] = { irq },
              ["nic.queue_traffic"] = {
                { netns = "self", device = "eth0", queue = 0, rx_packets = 2900000 },
                { netns = "self", device = "eth0", queue = 1, rx_packets = 100000 } } },
    expect = { outcome = "confirmed", where = { queue = 0 },
               says = "97 % of the packets of eth0 came through queue 0 of 4" } },

  { "what fills the CPU comes from a veth, and hardly anything by the uplink",
    facts = { ["nic.links"] = { { netns = "self", device = "eth0", rx_packets = 40000, numa = 0 } },
              ["nic.queues"] = { channels(1) }, ["cpu.use"] = cpus(4),
              ["softnet.counters"] = { { cpu = 0, processed = 200000, dropped = 3000 } },
              ["interrupts.counts"] = { irq } },
    expect = { outcome = "ruled_out", says = "(eth0: 1 of 63 queues)" } },

  { "a bond counts what its member got a second time",
    facts = { ["nic.links"] = { { netns = "self", device = "eth0", rx_packets = 900000, numa = 0,
                                  master = "bond0" } },
              ["nic.queues"] = { channels(1) }, ["cpu.use"] = cpus(4),
              ["softnet.counters"] = { { cpu = 0, processed = 1850000, dropped = 9000 } },
              ["interrupts.counts"] = { irq } },
    expect = { outcome = "confirmed", where = { device = "eth0", cpu = 0 } } },

  { "one queue that is enough",
    facts = { ["nic.links"] = { link }, ["nic.queues"] = { channels(1) }, ["cpu.use"] = cpus(4),
              ["softnet.counters"] = softnet(0), ["interrupts.counts"] = { irq } },
    expect = { outcome = "ruled_out", says = "(eth0: 1 of 63 queues)" } },

  { "a host whose bridge goes out through a veth",
    facts = { ["nic.links"] = {}, ["nic.queues"] = {}, ["cpu.use"] = cpus(4),
              ["softnet.counters"] = softnet(0) },
    expect = { outcome = "ruled_out", says = "no uplink" } },
}
