local drop = { netns = "self", device = "vnet0", direction = "tx", family = "ipv4",
               protocol = "udp", reason = "FULL_RING", location = "tun_net_xmit", packets = 90 }
local qdisc = { netns = "self", device = "vnet0", handle = "0:", parent = "root",
                kind = "fq_codel", limit = 10240, limit_unit = "packets", queue_length = 1000 }

return {
  { "the VM takes nothing",
    facts = { ["drops.kernel"] = { drop }, ["qdiscs.counters"] = { qdisc },
              ["links.counters"] = { { netns = "self", device = "vnet0", tx_packets = 10 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 90, carried = 10,
               where = { netns = "self", device = "vnet0" },
               says = "for vnet0 found its ring full (1,000 packets a queue)" } },

  { "bursts that are larger than the ring",
    facts = { ["drops.kernel"] = { drop }, ["qdiscs.counters"] = { qdisc },
              ["links.counters"] = { { netns = "self", device = "vnet0", tx_packets = 20000 } } },
    expect = { outcome = "confirmed", severity = "abnormal", carried = 20000 } },

  { "hardly any",
    facts = { ["drops.kernel"] = { drop },
              ["links.counters"] = { { netns = "self", device = "vnet0", tx_packets = 2000000 } } },
    expect = { outcome = "ruled_out" } },

  { "the guest of a macvtap receives much and sends little",
    facts = { ["drops.kernel"] = { { netns = "self", device = "macvtap0", direction = "rx", family = "ipv4",
                protocol = "udp", reason = "FULL_RING", location = "tap_handle_frame", packets = 60 } },
              ["links.counters"] = { { netns = "self", device = "macvtap0", kind = "macvtap",
                                       rx_packets = 5000000, tx_packets = 40 } } },
    expect = { outcome = "ruled_out" } },
}
