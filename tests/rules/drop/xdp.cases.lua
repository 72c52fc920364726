local link = { netns = "self", device = "eth0", rx_packets = 120 }
local function drop(location)
  return { netns = "self", device = "eth0", direction = "rx", family = "ipv4", protocol = "udp",
           reason = "NOT_SPECIFIED", location = location, packets = 100 }
end

return {
  { "a program in generic mode",
    facts = { ["drops.kernel"] = { drop("do_xdp_generic") }, ["links.counters"] = { link } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 20,
               where = { netns = "self", device = "eth0" },
               says = "an XDP program on eth0 dropped 100 of 120 packets" } },

  { "a program on a veth",
    facts = { ["drops.kernel"] = { drop("veth_xdp_rcv_skb") }, ["links.counters"] = { link } },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "a program in the driver: its counter",
    facts = { ["links.counters"] = { link },
              ["nic.statistics"] = { { netns = "self", device = "eth0",
                                       name = "rx_queue_0_xdp_drops", queue = 0, count = 100,
                                       meaning = "xdp_drops" } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100,
               where = { netns = "self", device = "eth0" } } },

  { "a program that drops little",
    facts = { ["drops.kernel"] = { drop("do_xdp_generic") },
              ["links.counters"] = { { netns = "self", device = "eth0", rx_packets = 500000 } } },
    expect = { outcome = "ruled_out" } },
}
