local function link(device)
  return { netns = "self", device = device or "eth0", rx_packets = 100000, numa = 0 }
end
local function lost(packets, meaning)
  return { netns = "self", device = "eth0", meaning = meaning or "rx_ring_lost", packets = packets }
end

return {
  { "a queue runs out of descriptors",
    facts = { ["nic.links"] = { link() }, ["nic.lost"] = { lost(900) },
              ["nic.rings"] = { { netns = "self", device = "eth0", rx = 4096, rx_max = 4096 } },
              ["nic.queue_traffic"] = { { netns = "self", device = "eth0", queue = 3, rx_lost = 880 },
                                        { netns = "self", device = "eth0", queue = 4, rx_lost = 20 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 900, carried = 100000,
               where = { netns = "self", device = "eth0", queue = 3, numa = 0 },
               says = "eth0 lost 900 of 100,900 packets (0.89 %) because no receive descriptor was " ..
                 "free in queue 3 (its ring has 4,096 slots, 4,096 at most)" } },

  { "whatever the queues say",
    facts = { ["nic.links"] = { link() }, ["nic.lost"] = { lost(900) } },
    expect = { outcome = "confirmed", lost = 900 } },

  { "the port's buffer overflowed, whatever the ring",
    facts = { ["nic.links"] = { link() }, ["nic.lost"] = { lost(900, "rx_port_lost") },
              ["nic.rings"] = { { netns = "self", device = "eth0", rx = 8192, rx_max = 8192 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 900, says_not = "descriptor",
               says = "in the buffer of its port" } },

  { "both, and more in the ring",
    facts = { ["nic.links"] = { link() }, ["nic.lost"] = { lost(300, "rx_port_lost"), lost(900) } },
    expect = { outcome = "confirmed", lost = 1200, says = "no receive descriptor was free" } },

  { "a few",
    facts = { ["nic.links"] = { link() }, ["nic.lost"] = { lost(5) } },
    expect = { outcome = "ruled_out" } },

  { "none",
    facts = { ["nic.links"] = { link() } },
    expect = { outcome = "ruled_out", says = "no NIC ran out of receive descriptors" } },
}
