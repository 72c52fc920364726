local function drop(reason)
  return { netns = "self", device = "tap0", direction = "tx", family = "ipv4", protocol = "udp",
           reason = reason, location = "tun_net_xmit", packets = 100 }
end
local function link(packets)
  return { netns = "self", device = "tap0", tx_packets = packets, tx_dropped = 100 }
end

return {
  { "the guest does not take that address",
    facts = { ["drops.kernel"] = { drop("TAP_TXFILTER") }, ["links.counters"] = { link(300) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "self", device = "tap0", reason = "TAP_TXFILTER" },
               says = "100 of 400 packets (25 %) sent to tap0 have a hardware address that its guest " ..
                 "does not take" } },

  { "a program",
    facts = { ["drops.kernel"] = { drop("TAP_FILTER") }, ["links.counters"] = { link(300) } },
    expect = { outcome = "confirmed", says = "a filter program on tap0 threw away 100 of 400" } },

  { "a few: flooded frames",
    facts = { ["drops.kernel"] = { drop("TAP_TXFILTER") }, ["links.counters"] = { link(30000) } },
    expect = { outcome = "ruled_out" } },

  { "the ring was full, which is another cause",
    facts = { ["drops.kernel"] = { drop("FULL_RING") }, ["links.counters"] = { link(300) } },
    expect = { outcome = "ruled_out" } },
}
