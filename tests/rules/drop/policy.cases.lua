local function drop(reason, location, direction)
  return { netns = "far", device = "veth1", direction = direction or "rx", family = "ipv4",
           protocol = "udp", reason = reason, location = location, packets = 100 }
end
local received = { netns = "far", family = "ipv4", group = "Ip", name = "InReceives", count = 400 }
local blocked = { netns = "far", family = "any", group = "Xfrm", name = "InPolBlock", count = 100 }

return {
  { "an IPsec policy blocks",
    facts = { ["drops.kernel"] = { drop("XFRM_POLICY", "udp_queue_rcv_one_skb") },
              ["protocol.counters"] = { received, blocked } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1", reason = "XFRM_POLICY" },
               says = "an IPsec policy forbade 100 of 400 packets (25 %) on veth1, most of them udp; " ..
                 "the kernel counted 100 InPolBlock" } },

  { "a program of a control group",
    facts = { ["drops.kernel"] = { drop("BPF_CGROUP_EGRESS", "ip_finish_output", "tx") },
              ["protocol.counters"] = { received, { netns = "far", family = "ipv4", group = "Ip",
                                                    name = "OutRequests", count = 300 } } },
    expect = { outcome = "confirmed", carried = 200, says = "a BPF program of a control group" } },

  { "a security module",
    facts = { ["drops.kernel"] = { drop("SECURITY_HOOK", "sk_filter_trim_cap") },
              ["protocol.counters"] = { received } },
    expect = { outcome = "confirmed", says = "a security module forbade" } },

  { "a kernel without reasons: IPsec's counters tell",
    facts = { ["drops.kernel"] = { drop("", "udp_queue_rcv_one_skb") },
              ["protocol.counters"] = { received, blocked } },
    expect = { outcome = "confirmed", lost = 100, says = "an IPsec policy forbade" } },

  { "a trunk brings frames of VLANs that the bridge's port is not in",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "__allowed_ingress") },
              ["protocol.counters"] = { received },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 300, master = "br0" } } },
    expect = { outcome = "confirmed", severity = "attention", lost = 100, carried = 200,
               where = { netns = "far", device = "veth1", location = "__allowed_ingress" },
               says = "100 of 300 frames (33 %) that came to the bridge by its port veth1 were of VLANs",
               advises = "ip netns exec far bridge vlan show dev veth1" } },

  { "a few of them",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "__allowed_ingress") },
              ["protocol.counters"] = { received },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 30000, master = "br0" } } },
    expect = { outcome = "ruled_out", says = "0.33 %" } },

  { "a small part",
    facts = { ["drops.kernel"] = { drop("XFRM_POLICY", "udp_queue_rcv_one_skb") },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                                          name = "InReceives", count = 40000 } } },
    expect = { outcome = "ruled_out" } },

  { "without drop events: the counters of IPsec",
    facts = { ["protocol.counters"] = { received, blocked } }, absent = { "drops.kernel" },
    expect = { outcome = "confirmed", lost = 100, confidence = 0.8 } },
}
