local function drop(reason, location, direction)
  return { netns = "far", device = "veth1", direction = direction or "rx", family = "ipv4",
           protocol = "udp", reason = reason, location = location, packets = 100 }
end
local link = { netns = "far", device = "veth1", rx_packets = 400, tx_packets = 300 }
local function vxlan(errors)
  return { netns = "far", device = "vx0", kind = "vxlan", rx_packets = 0, rx_errors = errors }
end

return {
  { "an identifier that no device has",
    facts = { ["drops.kernel"] = { drop("VXLAN_VNI_NOT_FOUND", "vxlan_rcv") },
              ["links.counters"] = { link, vxlan(0) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1", reason = "VXLAN_VNI_NOT_FOUND" },
               says = "100 of 400 packets (25 %) on veth1 have a network identifier (VNI) that no " ..
                 "vxlan device of namespace far has" } },

  { "a kernel that gives no reason",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "vxlan_rcv") },
              ["links.counters"] = { link, vxlan(0) } },
    expect = { outcome = "confirmed", says = "no vxlan device of namespace far has" } },

  { "a congestion mark that the inner packet cannot carry: the device counts errors",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "vxlan_rcv") },
              ["links.counters"] = { link, vxlan(100) } },
    expect = { outcome = "confirmed", says = "marked as congested outside" } },

  { "a tunnel that does not know where to",
    facts = { ["drops.kernel"] = { drop("NO_TX_TARGET", "vxlan_xmit", "tx") },
              ["links.counters"] = { link } },
    expect = { outcome = "confirmed", carried = 300, says = "have no far end" } },

  { "a bridge that floods has the same reason since 6.14",
    facts = { ["drops.kernel"] = { drop("NO_TX_TARGET", "br_flood") }, ["links.counters"] = { link } },
    expect = { outcome = "ruled_out" } },

  { "a GRE key that nobody has",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "gre_rcv") },
              ["links.counters"] = { link } },
    expect = { outcome = "confirmed", says = "belong to no gre tunnel of namespace far" } },

  { "a few",
    facts = { ["drops.kernel"] = { drop("VXLAN_VNI_NOT_FOUND", "vxlan_rcv") },
              ["links.counters"] = { { netns = "far", device = "veth1", rx_packets = 400000 } } },
    expect = { outcome = "ruled_out" } },
}
