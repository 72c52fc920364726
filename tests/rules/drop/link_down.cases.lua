local function drop(reason, device)
  return { netns = "near", device = device, direction = "tx", family = "ipv4", protocol = "udp",
           reason = reason, location = "kfree_skb_list_reason", packets = 100 }
end

return {
  { "the other end is down: no carrier, and the queue drops everything",
    facts = { ["drops.kernel"] = { drop("QDISC_DROP", "veth0") },
              ["links.counters"] = { { netns = "near", device = "veth0", up = true, carrier = false,
                                       tx_packets = 5, peer_netns = "far", peer_ifindex = 7 },
                                     { netns = "far", device = "veth1", ifindex = 7, up = false } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 5,
               where = { netns = "near", device = "veth0" },
               says = "sent to veth0, whose other end, veth1 in namespace far, is switched off" } },

  { "no carrier, and who the other end is cannot be seen",
    facts = { ["drops.kernel"] = { drop("QDISC_DROP", "veth0") },
              ["links.counters"] = { { netns = "near", device = "veth0", up = true,
                                       carrier = false } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "sent to veth0, which has no carrier" } },

  { "switched off",
    facts = { ["drops.kernel"] = { drop("DEV_READY", "veth0") },
              ["links.counters"] = { { netns = "near", device = "veth0", up = false } } },
    expect = { outcome = "confirmed", says = "met veth0, which is switched off" } },

  { "another device of the namespace is down",
    facts = { ["drops.kernel"] = { drop("QDISC_DROP", "veth0") },
              ["links.counters"] = { { netns = "near", device = "veth0", up = true, carrier = true },
                                     { netns = "near", device = "veth7", up = true,
                                       carrier = false },
                                     { netns = "far", device = "veth0", up = true,
                                       carrier = false } } },
    expect = { outcome = "ruled_out" } },
}
