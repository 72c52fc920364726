local function link(fields)
  local row = { netns = "self", device = "eth0", up = true, carrier = true, speed_mbit = 10000,
                duplex = "full", driver = "ixgbe", numa = 0, elapsed = 10000000 }
  for name, value in pairs(fields) do row[name] = value end
  return row
end

return {
  { "a link that flaps",
    facts = { ["nic.links"] = { link { carrier_changes = 6 } } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { device = "eth0", numa = 0 },
               says = "the carrier of eth0 changed 6 times in the window (driver ixgbe)" } },

  { "packets are sent to a dead port",
    facts = { ["nic.links"] = { link { carrier = false } },
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "tx",
                reason = "QDISC_DROP", location = "kfree_skb_list_reason", packets = 230 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "eth0 has no carrier, and 230 packets were sent to it" } },

  -- 7.2 has a reason of the disciplines for it, 5.10 has none.
  { "packets are sent to a dead port of 7.2",
    facts = { ["nic.links"] = { link { carrier = false } },
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "tx", subsystem = "qdisc",
                reason = "QDISC_DROP_GENERIC", location = "kfree_skb_list_reason", packets = 230 } } },
    expect = { outcome = "confirmed", says = "230 packets were sent to it" } },

  { "packets are sent to a dead port of 5.10, and others are dropped elsewhere",
    facts = { ["nic.links"] = { link { carrier = false } },
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "tx", reason = "",
                location = "kfree_skb_list", packets = 230 },
                { netns = "self", device = "eth0", direction = "tx", reason = "",
                  location = "nf_hook_slow", packets = 70 } } },
    expect = { outcome = "confirmed", says = "230 packets were sent to it" } },

  { "a bond goes on with one leg",
    facts = { ["nic.links"] = { link { carrier = false, master = "bond0" } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "bond0, which it belongs to, goes on without it" } },

  -- 11.5 GB in ten seconds are 92 % of 10 Gbit/s.
  { "a full link",
    facts = { ["nic.links"] = { link { tx_bytes = 11500000000 } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "eth0 is full: 92 % of its 10,000 Mbit/s were used" } },

  -- 1,488,000 frames of 60 bytes a second are 71 % of 1 Gbit/s in bytes.
  { "an emulated card carries more than the speed that it names",
    facts = { ["nic.links"] = { link { speed_mbit = 1000, rx_packets = 2000000, rx_bytes = 3000000000 } } },
    expect = { outcome = "ruled_out" } },

  { "a link full of small packets",
    facts = { ["nic.links"] = { link { speed_mbit = 1000, rx_packets = 14880000, rx_bytes = 892800000 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "eth0 is full: above 99.9 % of its 1,000 Mbit/s were used" } },

  { "a virtual NIC is faster than it says",
    facts = { ["nic.links"] = { link { driver = "vmxnet3", rx_bytes = 15000000000 } } },
    expect = { outcome = "ruled_out", says_not = "busiest" } },

  { "half duplex with errors",
    facts = { ["nic.links"] = { link { duplex = "half", speed_mbit = 100, rx_crc = 30 } } },
    expect = { outcome = "confirmed", severity = "attention", says = "half duplex" } },

  { "a port without a cable that nobody uses",
    facts = { ["nic.links"] = { link { carrier = false }, link { device = "eth1",
                                tx_bytes = 5000000000 } } },
    expect = { outcome = "ruled_out",
               says = "1 of 2 uplinks have a carrier, none changed it; the busiest used 40 %" } },

  { "a container has no uplink",
    expect = { outcome = "ruled_out", says = "no uplink" } },
}
