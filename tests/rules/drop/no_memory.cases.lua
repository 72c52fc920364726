local drop = { netns = "self", device = "eth0", direction = "rx", family = "ipv4", protocol = "tcp",
               reason = "NOMEM", location = "skb_copy_ubufs", packets = 100 }
local link = { netns = "self", device = "eth0", rx_packets = 1000 }
local function memory(available)
  return { total = 8 << 30, available = available }
end

return {
  { "hardly any memory is left",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["memory.state"] = { memory(64 << 20) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 900,
               where = { netns = "self", device = "eth0", reason = "NOMEM" },
               says = "100 of 1,000 packets (10 %) on eth0 found no memory; 64.0 MiB of 8.0 GiB are left" } },

  { "there is some, but not in one piece",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["memory.state"] = { memory(2 << 30) },
              ["memory.nodes"] = { { numa = 0, free = 1 << 30, large = 3 } } },
    expect = { outcome = "confirmed", says = "or not in one piece (3 free pieces of 8 pages" } },

  { "the host's memory could not be read",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link } },
    absent = { "memory.state" },
    expect = { outcome = "confirmed", says = "found no memory" } },

  { "none",
    facts = { ["links.counters"] = { link } },
    expect = { outcome = "ruled_out" } },
}
