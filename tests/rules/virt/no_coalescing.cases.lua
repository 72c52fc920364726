local link = { netns = "self", device = "eth0", driver = "virtio_net", elapsed = 10000000 }
local off = { netns = "self", device = "eth0", rx_us = 0, rx_frames = 1 }
local function line(count)
  return { { netns = "self", device = "eth0", irq = 33, direction = "rx", queue = 0, count = count } }
end
local function packets(count)
  return { { netns = "self", device = "eth0", queue = 0, rx_packets = count, tx_packets = 0 } }
end

return {
  { "an interrupt for every packet, many times a second",
    facts = { ["nic.links"] = { link }, ["nic.coalescing"] = { off },
              ["virtnet.interrupts"] = line(250000), ["nic.queue_traffic"] = packets(275000) },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "eth0", queue = 0 },
               says = "eth0, receive queue 0, made 25,000/s interrupts, one for every 1.1 packets" } },

  { "the driver does not tell packets of queues",
    facts = { ["nic.links"] = { link }, ["nic.coalescing"] = { off },
              ["virtnet.interrupts"] = line(250000),
              ["nic.queue_traffic"] = { { netns = "self", device = "eth0", queue = 0, rx_packets = {},
                                          tx_packets = {} } },
              ["virtnet.polls"] = { { netns = "self", device = "eth0", direction = "rx", queue = 0,
                                      polls = 250000, packets = 275000 } } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "eth0", queue = 0 } } },

  { "the device has no such setting",
    facts = { ["nic.links"] = { link },
              ["virtnet.interrupts"] = line(250000), ["nic.queue_traffic"] = packets(275000) },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "as many, but each of them brings a lot",
    facts = { ["nic.links"] = { link }, ["nic.coalescing"] = { off },
              ["virtnet.interrupts"] = line(250000), ["nic.queue_traffic"] = packets(2750000) },
    expect = { outcome = "ruled_out", says = "one for every 11.0 packets" } },

  { "requests and answers, an interrupt each, at a rate that costs nothing",
    facts = { ["nic.links"] = { link }, ["nic.coalescing"] = { off },
              ["virtnet.interrupts"] = line(20000), ["nic.queue_traffic"] = packets(20000) },
    expect = { outcome = "ruled_out", says = "2,000/s" } },

  { "the device gathers already",
    facts = { ["nic.links"] = { link },
              ["nic.coalescing"] = { { netns = "self", device = "eth0", rx_us = 50, rx_frames = 1 } },
              ["virtnet.interrupts"] = line(250000), ["nic.queue_traffic"] = packets(275000) },
    expect = { outcome = "ruled_out" } },
}
