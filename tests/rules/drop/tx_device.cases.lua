local function drop(reason, location)
  return { netns = "self", device = "team0", direction = "tx", family = "ipv4", protocol = "udp",
           reason = reason, location = location, packets = 100 }
end
local function link(packets)
  return { netns = "self", device = "team0", kind = "team", tx_packets = packets, tx_dropped = 100 }
end

local function counted(dropped)
  return { netns = "self", device = "team0", kind = "", tx_packets = 600, tx_dropped = dropped }
end

return {
  { "what it sent and then freed like drops",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "vmxnet3_tq_tx_complete") },
              ["links.counters"] = { counted(0) } },
    expect = { outcome = "ruled_out" } },

  { "the same by a function that serves for both: its counter says that it dropped none",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "net_tx_action") },
              ["links.counters"] = { counted(0) } },
    expect = { outcome = "ruled_out" } },

  { "and here that it dropped some",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "net_tx_action") },
              ["links.counters"] = { counted(40) } },
    expect = { outcome = "confirmed", lost = 40 } },

  { "a team without a working member",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "__dev_kfree_skb_any") },
              ["links.counters"] = { link(0) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 0,
               where = { netns = "self", device = "team0" },
               says = "team0 (team) threw away 100 of 100 packets (100 %)" } },

  { "the driver frees it where it is to send",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "team_dummy_transmit") },
              ["links.counters"] = { link(0) } },
    expect = { outcome = "confirmed", where = { location = "team_dummy_transmit" } } },

  { "its queues stood still",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "dev_kfree_skb_any_reason") },
              ["links.counters"] = { link(300) },
              ["nic.statistics"] = { { netns = "self", device = "team0", name = "tx_timeout_count",
                                       meaning = "tx_timeout", count = 3 } } },
    expect = { outcome = "confirmed", says = "its transmit queues stood still 3 times" } },

  { "devices in a circle",
    facts = { ["drops.kernel"] = { drop("RECURSION_LIMIT", "__dev_queue_xmit") },
              ["links.counters"] = { link(300) } },
    expect = { outcome = "confirmed", says = "takes it for a circle" } },

  { "a received packet that its driver frees is not this",
    facts = { ["drops.kernel"] = { { netns = "self", device = "team0", direction = "rx",
                reason = "NOT_SPECIFIED", location = "__dev_kfree_skb_any", packets = 100 } },
              ["links.counters"] = { link(300) } },
    expect = { outcome = "ruled_out" } },

  { "a few of many",
    facts = { ["drops.kernel"] = { drop("NOT_SPECIFIED", "__dev_kfree_skb_any") },
              ["links.counters"] = { link(3000000) } },
    expect = { outcome = "ruled_out" } },
}
