local function link(netns, device, ifindex, mtu, more)
  local row = { netns = netns, device = device, ifindex = ifindex, mtu = mtu, up = true,
                carrier = true, tx_packets = 100, rx_packets = 100 }
  for name, value in pairs(more or {}) do row[name] = value end
  return row
end
-- As 6.1 says of a veth whose ends differ: the packet dies on the side that sends.
local wire = { netns = "near", device = "veth0", direction = "tx", family = "ipv4", protocol = "udp",
               reason = "NOT_SPECIFIED", location = "__dev_forward_skb2", packets = 100,
               bytes = 144200 }

return {
  { "the two ends of a wire differ",
    facts = { ["drops.kernel"] = { wire },
              ["links.counters"] = {
                link("near", "veth0", 2, 1500, { peer_netns = "far", peer_ifindex = 3 }),
                link("far", "veth1", 3, 1300, { peer_netns = "near", peer_ifindex = 2 }) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 100,
               where = { netns = "near", device = "veth0" },
               says = "veth0 sends up to 1,500 bytes, veth1 in namespace far takes 1,300" } },

  { "a router with a narrow way out",
    facts = { ["drops.kernel"] = { { netns = "far", device = "veth1", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "PKT_TOO_BIG", location = "ip_forward",
                packets = 101, bytes = 144228 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                                          name = "InReceives", count = 400 } },
              ["links.counters"] = { link("far", "lo", 1, 65536), link("far", "veth1", 3, 1500),
                                     link("far", "dm", 4, 1300) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 101, carried = 299,
               where = { netns = "far", device = "veth1" },
               says = "were too big, 1,428 bytes on average; dm takes 1,300" } },

  { "the same in IPv6: the packet has the way out already; the router's own errors got not through",
    facts = { ["drops.kernel"] = { { netns = "far", device = "dm", direction = "tx",
                family = "ipv6", protocol = "udp", reason = "PKT_TOO_BIG", location = "ip6_forward",
                packets = 100, bytes = 144800 } },
              ["protocol.counters"] = { { netns = "far", family = "ipv6", group = "Ip",
                                          name = "InReceives", count = 400 },
                                        { netns = "far", family = "ipv6", group = "Ip",
                                          name = "OutRequests", count = 100 } },
              ["links.counters"] = { link("far", "veth1", 3, 1500), link("far", "dm", 4, 1300) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "dm" },
               says = "that were to leave by dm were too big, 1,448 bytes on average; dm takes 1,300" } },

  { "a path's MTU is learned by one packet",
    facts = { ["drops.kernel"] = { { netns = "far", device = "dm", direction = "tx",
                family = "ipv6", protocol = "udp", reason = "PKT_TOO_BIG", location = "ip6_forward",
                packets = 1, bytes = 1448 } } },
    expect = { outcome = "ruled_out" } },
}
