local function drop(reason, family, location)
  return { netns = "far", device = "veth1", direction = "rx", family = family, protocol = "udp",
           reason = reason, location = location, packets = 100 }
end
local function received(family)
  return { netns = "far", family = family, group = "Ip", name = "InReceives", count = 200 }
end
local function tuple(reason, family, location, dst)
  return { netns = "far", reason = reason, family = family, location = location, protocol = "udp",
           dst = dst, dport = 9, packets = 100 }
end
local forwards = { { netns = "far", device = "all", family = "ipv4", forwarding = 1 },
                   { netns = "far", device = "all", family = "ipv6", forwarding = 0 } }
local function trap(reason, packets)
  return { netns = "far", card = "pci/0000:3b:00.0", reason = reason, group = "l3_drops", device = "sw0",
           direction = "rx", location = "hardware", packets = packets }
end

return {
  { "a router without a route",
    facts = { ["drops.kernel"] = { drop("IP_INNOROUTES", "ipv4", "ip_error") },
              ["drops.tuples"] = { tuple("IP_INNOROUTES", "ipv4", "ip_error", "10.77.0.1") },
              ["protocol.counters"] = { received("ipv4") }, ["netconf.devices"] = forwards },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 100,
               where = { netns = "far", device = "veth1", family = "ipv4" },
               says = "100 of 200 packets (50 %) on veth1 had no route to 10.77.0.1" } },

  { "packets for somebody else, and no forwarding",
    facts = { ["drops.kernel"] = { drop("IP_INADDRERRORS", "ipv6", "ip6_forward") },
              ["drops.tuples"] = { tuple("IP_INADDRERRORS", "ipv6", "ip6_forward", "fd09::2") },
              ["protocol.counters"] = { received("ipv6") }, ["netconf.devices"] = forwards },
    expect = { outcome = "confirmed", severity = "abnormal", advises = "ip netns exec far ip route get fd09::2",
               says = "were for somebody else (fd09::2), and namespace far forwards nothing" } },

  { "IPv6 is off",
    facts = { ["drops.kernel"] = { drop("IPV6DISABLED", "ipv6", "ip6_rcv_core") },
              ["protocol.counters"] = { received("ipv6") } },
    expect = { outcome = "confirmed", says = "came to veth1, where IPv6 is switched off" } },

  { "IPv6 is off on several devices",
    facts = { ["drops.kernel"] = { drop("IPV6DISABLED", "ipv6", "ip6_rcv_core"),
                { netns = "far", device = "veth2", direction = "rx", family = "ipv6", protocol = "udp",
                  reason = "IPV6DISABLED", location = "ip6_rcv_core", packets = 80 } },
              ["protocol.counters"] = { received("ipv6") } },
    expect = { outcome = "confirmed", says = "came where IPv6 is switched off" } },

  { "a bridge without IPv6 hears its guests' neighbour discovery",
    facts = { ["drops.kernel"] = { { netns = "far", device = "qbr1", direction = "rx", cast = "multicast",
                family = "ipv6", protocol = "icmpv6", reason = "IPV6DISABLED", location = "ip6_rcv_core",
                packets = 100 } },
              ["protocol.counters"] = { received("ipv6") } },
    expect = { outcome = "ruled_out" } },

  { "a card that routes has none, and says so itself",
    facts = { ["drops.kernel"] = {}, ["devlink.traps"] = { trap("blackhole_route", 100) },
              ["protocol.counters"] = { received("ipv4") } },
    expect = { outcome = "confirmed", lost = 100, where = { device = "sw0" } } },

  { "a card keeps away what is for others",
    facts = { ["drops.kernel"] = {}, ["devlink.traps"] = { trap("dmac_filter", 100) },
              ["protocol.counters"] = { received("ipv4") } },
    expect = { outcome = "ruled_out" } },

  { "a few stray packets",
    facts = { ["drops.kernel"] = { drop("IP_INNOROUTES", "ipv4", "ip_error") },
              ["protocol.counters"] = { { netns = "far", family = "ipv4", group = "Ip",
                                          name = "InReceives", count = 50000 } } },
    expect = { outcome = "ruled_out" } },

  { "the settings could not be read",
    facts = { ["drops.kernel"] = { drop("IP_INNOROUTES", "ipv4", "ip_error") },
              ["protocol.counters"] = { received("ipv4") } },
    absent = { "netconf.devices" },
    expect = { outcome = "confirmed", severity = "abnormal" } },
}
