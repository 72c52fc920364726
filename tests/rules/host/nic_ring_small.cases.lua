local function link(missed)
  return { netns = "self", device = "eth0", rx_packets = 100000, rx_missed = missed, numa = 0 }
end
local ring = { netns = "self", device = "eth0", rx = 256, rx_max = 4096, tx = 256, tx_max = 4096 }
local irq = { irq = 39, cpu = 1, count = 5000, device = "eth0", queue = 0 }
local function cpu(softirq)
  return { cpu = 1, ticks = 1000, softirq = softirq, idle = 1 - softirq }
end

return {
  { "a small ring overflows",
    facts = { ["nic.links"] = { link(900) }, ["nic.rings"] = { ring },
              ["interrupts.counts"] = { irq }, ["cpu.use"] = { cpu(0.2) } },
    expect = { outcome = "confirmed", severity = "attention", lost = 900, carried = 100000,
               where = { device = "eth0" },
               says = "eth0 lost 900 of 100,900 packets (0.89 %) because its receive ring was full; " ..
                 "it has 256 slots of 4,096 possible" } },

  { "only the driver counts it",
    facts = { ["nic.links"] = { link(0) }, ["nic.rings"] = { ring },
              ["nic.statistics"] = { { netns = "self", device = "eth0", name = "rx_out_of_buffer",
                                       meaning = "rx_ring_lost", count = 900 } } },
    expect = { outcome = "confirmed", lost = 900 } },

  { "the CPU is late, whatever the ring",
    facts = { ["nic.links"] = { link(900) }, ["nic.rings"] = { ring },
              ["interrupts.counts"] = { irq }, ["cpu.use"] = { cpu(0.95) } },
    expect = { outcome = "ruled_out", says = "a larger ring would not help" } },

  { "it is as large as it can be",
    facts = { ["nic.links"] = { link(900) },
              ["nic.rings"] = { { netns = "self", device = "eth0", rx = 4096, rx_max = 4096 } } },
    expect = { outcome = "ruled_out", says = "as large as it can be (4,096 slots)" } },

  { "a driver that tells no size of its ring",
    facts = { ["nic.links"] = { link(900), { netns = "self", device = "eth1", rx_packets = 100000 } },
              ["nic.rings"] = { { netns = "self", device = "eth1", rx = 512, rx_max = 4096 } } },
    expect = { outcome = "undecided", says = "eth0 lost 900 packets from its receive ring; how long" } },

  { "a small ring that loses nothing is no fault",
    facts = { ["nic.links"] = { link(0) }, ["nic.rings"] = { ring } },
    expect = { outcome = "ruled_out", says = "(smallest ring: eth0, 256 of 4,096 slots)" } },
}
