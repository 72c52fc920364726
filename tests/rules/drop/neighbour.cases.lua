local function drop(reason, location)
  return { netns = "near", device = "veth0", direction = "tx", family = "ipv4", protocol = "udp",
           reason = reason, location = location, packets = 40 }
end
local sent = { netns = "near", device = "veth0", up = true, carrier = true, tx_packets = 10 }

return {
  { "nobody answers",
    facts = { ["drops.kernel"] = { drop("NEIGH_FAILED", "arp_error_report") },
              ["drops.tuples"] = { { netns = "near", reason = "NEIGH_FAILED",
                location = "arp_error_report", family = "ipv4", protocol = "udp",
                dst = "10.0.0.77", dport = 9, packets = 40 } },
              ["links.counters"] = { sent } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 40, carried = 10,
               where = { netns = "near", device = "veth0", family = "ipv4" },
               says = "leaving veth0 for 10.0.0.77 had nobody to go to" } },

  -- 6.12: those for whom there was no time to be told are purged.
  { "nobody answers, and some still waited",
    facts = { ["drops.kernel"] = { drop("NEIGH_FAILED", "neigh_invalidate"),
                                   drop("QUEUE_PURGE", "neigh_invalidate") },
              ["links.counters"] = { sent } },
    expect = { outcome = "confirmed", lost = 80, carried = 10,
               says = "80 of 90 packets (89 %) leaving veth0 had nobody to go to" } },

  { "too many wait for the answer",
    facts = { ["drops.kernel"] = { drop("NEIGH_QUEUEFULL", "__neigh_event_send") },
              ["links.counters"] = { sent } },
    expect = { outcome = "confirmed", says = "too many to wait for the answer" } },

  { "the table is full",
    facts = { ["drops.kernel"] = { drop("NEIGH_CREATEFAIL", "ip_finish_output2") },
              ["links.counters"] = { sent } },
    expect = { outcome = "confirmed", says = "no room in the table of neighbours" } },

  { "one host of many is switched off",
    facts = { ["drops.kernel"] = { drop("NEIGH_FAILED", "arp_error_report") },
              ["links.counters"] = { { netns = "near", device = "veth0", up = true, carrier = true,
                                       tx_packets = 90000 } } },
    expect = { outcome = "ruled_out" } },
}
