local function stage(name, path, device, samples, p50, p99)
  return { netns = "self", path = path, from = "br0", to = "eth0", stage = name, device = device,
           samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 2 * p99, mean = p50 }
end

return {
  { "a card's driver waits",
    facts = { ["path.stages"] = { stage("driver", "host_to_wire", "eth0", 5000, 9.5, 900.5) },
              ["nic.links"] = { { device = "eth0", driver = "e1000e" } } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { netns = "self", device = "eth0" } } },

  { "fast enough",
    facts = { ["path.stages"] = { stage("driver", "host_to_wire", "eth0", 5000, 4.5, 20.5) },
              ["nic.links"] = { { device = "eth0", driver = "e1000e" } } },
    expect = { outcome = "ruled_out" } },

  { "a veth does the receiver's work",
    facts = { ["path.stages"] = { stage("driver", "host_to_wire", "veth0", 5000, 90.5, 900.5) },
              ["nic.links"] = { { device = "eth0", driver = "e1000e" } } },
    expect = { outcome = "undecided", says = "no packet left by a network card" } },

  { "virtio takes its time",
    facts = { ["path.stages"] = { stage("driver", "host_to_wire", "eth0", 5000, 90.5, 900.5) },
              ["nic.links"] = { { device = "eth0", driver = "virtio_net" } } },
    expect = { outcome = "undecided" } },

  { "not measured", absent = { "path.stages" }, expect = { outcome = "undecided" } },
}
