local links = { { netns = "far", device = "veth1", rx_packets = 400 } }
local drop = { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
               reason = "NOT_SPECIFIED", location = "br_handle_frame", packets = 400 }

return {
  { "a bridge port that forwards nothing",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = links,
              ["drops.stacks"] = { { reason = "NOT_SPECIFIED", location = "br_handle_frame",
                stack = "br_handle_frame;__netif_receive_skb_core", samples = 8 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 400,
               where = { netns = "far", device = "veth1", location = "br_handle_frame" },
               says = "400 of 400 packets (100 %) on veth1 were freed in br_handle_frame" } },

  { "a bridge has no other port for a frame",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                protocol = "tcp", reason = "NOT_SPECIFIED", location = "br_flood", packets = 300 } },
              ["links.counters"] = links },
    expect = { outcome = "ruled_out" } },

  { "frames that a bridge would send back to where they came from, a few",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                protocol = "tcp", reason = "NOT_SPECIFIED", location = "br_forward", packets = 300 } },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 200000 } } },
    expect = { outcome = "ruled_out", says = "at most 0.15 % of those that came to the same place: below 1.0 %" } },

  { "frames of a VLAN that the port does not take are another cause",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                protocol = "tcp", reason = "NOT_SPECIFIED", location = "__allowed_ingress", packets = 400 } },
              ["links.counters"] = links },
    expect = { outcome = "ruled_out" } },

  { "a kernel without reasons: what comes by a bond's backup member",
    facts = { ["drops.kernel"] = {
                { netns = "far", device = "veth1", direction = "rx", family = "arp", reason = "",
                  location = "__netif_receive_skb_core", packets = 290 },
                { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
                  reason = "", location = "__netif_receive_skb_core", packets = 100 } },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 400,
                                       rx_nohandler = 390, master = "bond0" } } },
    expect = { outcome = "ruled_out", says = "every one of the 390" } },

  { "and more of them than the kernel counted as without a handler",
    facts = { ["drops.kernel"] = {
                { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "udp",
                  reason = "", location = "__netif_receive_skb_core", packets = 100 } },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 400,
                                       rx_nohandler = 10, rx_dropped = 20 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 70 } },

  { "a reason of the hardware's own",
    facts = { ["drops.kernel"] = {},
              ["devlink.traps"] = { { netns = "far", card = "pci/0000:3b:00.0", reason = "fid_miss",
                group = "l2_drops", device = "veth1", direction = "rx", location = "hardware",
                packets = 100 } },
              ["links.counters"] = links },
    expect = { outcome = "confirmed", lost = 100, where = { device = "veth1", reason = "fid_miss" },
               says = "were freed in hardware with reason fid_miss" } },

  { "a port that was taken away in the window: 400 packets of nobody knows how many",
    facts = { ["drops.kernel"] = { drop },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = {} } } },
    expect = { outcome = "suspected", severity = "attention", lost = 400,
               says = "because veth1 was taken away in the window" } },

  { "a port that is not listed",
    facts = { ["drops.kernel"] = { drop },
              ["links.counters"] = { { netns = "far", device = "veth2", rx_packets = 400 } } },
    expect = { outcome = "suspected", severity = "attention",
               says = "because veth1 came and went, or there are more devices than are kept" } },

  { "the kernel hides its symbols: any of it may be benign",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv6", protocol = "icmpv6", reason = "NOT_SPECIFIED",
                location = "unknown", packets = 400 } }, ["links.counters"] = links },
    expect = { outcome = "suspected", confidence = 0.3 } },

  { "an interface counts more than was seen: the difference is said",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "UDP_CSUM", location = "__udp4_lib_rcv",
                packets = 40 } },
              ["links.counters"] = {
                { netns = "far", device = "veth1", rx_packets = 400, rx_dropped = 60 },
                { netns = "far", device = "veth2", rx_packets = 400, tx_dropped = 300 } } },
    expect = { outcome = "ruled_out", says = "explanation; interfaces counted 320 more, most on veth2" } },

  { "benign noise alone",
    facts = { ["drops.kernel"] = {
                { family = "other", reason = "NOT_SPECIFIED", location = "unix_stream_connect",
                  packets = 300 },
                { netns = "self", device = "eth0", direction = "rx", family = "ipv6",
                  protocol = "icmpv6", reason = "NOT_SPECIFIED", location = "ip6_mc_input",
                  packets = 40 } },
              ["links.counters"] = links },
    expect = { outcome = "ruled_out", says = "every one of the 340 dropped packets" } },

  { "last segments of closed connections, on a kernel that says no reason",
    facts = { ["drops.kernel"] = {
                { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                  protocol = "tcp", reason = "", location = "tcp_v4_rcv", segment = "fin",
                  packets = 30 },
                { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                  protocol = "tcp", reason = "", location = "tcp_v4_rcv", segment = "ack",
                  packets = 20 } },
              ["links.counters"] = links },
    expect = { outcome = "ruled_out", says = "every one of the 50" } },

  { "data at the same place",
    facts = { ["drops.kernel"] = {
                { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                  protocol = "tcp", reason = "", location = "tcp_v4_rcv", segment = "",
                  packets = 50 } },
              ["links.counters"] = links },
    expect = { outcome = "confirmed", lost = 50 } },

  { "what a kernel frees after it was handled",
    facts = { ["drops.kernel"] = {
                { netns = "far", device = "veth1", direction = "rx", family = "ipv6",
                  protocol = "icmpv6", reason = "NOT_SPECIFIED", location = "icmpv6_rcv",
                  packets = 200 },
                { netns = "far", device = "veth1", direction = "rx", family = "ipv4",
                  protocol = "tcp", reason = "NOT_SPECIFIED", location = "tcp_v4_rcv",
                  packets = 300 } },
              ["links.counters"] = links },
    expect = { outcome = "ruled_out", says = "every one of the 500" } },

  { "sockets closed with data in them, as 6.12 says it",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "tx",
                family = "ipv6", protocol = "tcp", reason = "QUEUE_PURGE",
                location = "sk_stream_kill_queues", packets = 174 } }, ["links.counters"] = links },
    expect = { outcome = "ruled_out", says = "every one of the 174" } },

  { "a few at an unknown place",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                reason = "NOT_SPECIFIED", location = "br_handle_frame", packets = 4 } },
              ["links.counters"] = links },
    expect = { outcome = "ruled_out" } },
}
