local link = { netns = "far", device = "veth1", rx_packets = 120, tx_packets = 20 }

return {
  { "a filter at ingress",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "TC_INGRESS",
                location = "__netif_receive_skb_core", packets = 100 } },
              ["links.counters"] = { link } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 20,
               where = { netns = "far", device = "veth1", reason = "TC_INGRESS" },
               says = "a tc filter at ingress of veth1 dropped 100 of 120 packets" } },

  { "a filter at egress",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "tx",
                family = "ipv4", protocol = "udp", reason = "TC_EGRESS",
                location = "__dev_queue_xmit", packets = 100 } },
              ["links.counters"] = { link } },
    expect = { outcome = "confirmed", carried = 20, says = "at egress of veth1" } },

  { "it drops little of what comes",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "TC_INGRESS",
                location = "__netif_receive_skb_core", packets = 100 } },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 90000 } } },
    expect = { outcome = "ruled_out" } },

  { "without drop events: the counter of clsact",
    facts = { ["links.counters"] = { link },
              ["qdiscs.counters"] = { { netns = "far", device = "veth1", handle = "ffff:",
                                        parent = "ingress", kind = "clsact", drops = 100 } } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, confidence = 0.8,
               where = { netns = "far", device = "veth1" } } },
}
