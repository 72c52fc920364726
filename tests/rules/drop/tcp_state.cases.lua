local function drop(reason, packets)
  return { netns = "far", device = "veth1", direction = "rx", family = "ipv4", protocol = "tcp",
           reason = reason, location = "tcp_validate_incoming", packets = packets or 100 }
end
local function segments(count)
  return { netns = "far", family = "any", group = "Tcp", name = "InSegs", count = count }
end

local function twice(count)
  return { netns = "far", family = "any", group = "TcpExt", name = "DelayedACKLost", count = count }
end
local keepalives = drop("TCP_INVALID_SEQUENCE", 300)
keepalives.segment = "ack"

return {
  { "segments outside the window",
    facts = { ["drops.kernel"] = { drop("TCP_INVALID_SEQUENCE") },
              ["drops.tuples"] = { { netns = "far", reason = "TCP_INVALID_SEQUENCE", family = "ipv4",
                                     location = "tcp_validate_incoming", protocol = "tcp",
                                     src = "10.0.0.1", dport = 80, packets = 100 } },
              ["protocol.counters"] = { segments(400) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100, carried = 300,
               where = { netns = "far", device = "veth1", protocol = "tcp", port = 80 },
               says = "100 of 400 TCP segments (25 %) from 10.0.0.1 to port 80 lay outside" } },

  { "old timestamps",
    facts = { ["drops.kernel"] = { drop("TCP_RFC7323_PAWS") },
              ["protocol.counters"] = { segments(400) } },
    expect = { outcome = "confirmed", says = "a timestamp older than the connection's" } },

  { "keepalives",
    facts = { ["drops.kernel"] = { keepalives }, ["protocol.counters"] = { segments(400) } },
    expect = { outcome = "ruled_out", says = "none of the 300 dropped packets" } },

  { "segments sent again although they had arrived",
    facts = { ["drops.kernel"] = { drop("TCP_INVALID_SEQUENCE") },
              ["protocol.counters"] = { segments(400), twice(100) } },
    expect = { outcome = "ruled_out", says = "none of the 100 dropped packets" } },

  { "some had arrived, most had not",
    facts = { ["drops.kernel"] = { drop("TCP_INVALID_SEQUENCE") },
              ["protocol.counters"] = { segments(400), twice(40) } },
    expect = { outcome = "confirmed", lost = 60 } },

  { "signatures",
    facts = { ["drops.kernel"] = { drop("TCP_MD5FAILURE") },
              ["protocol.counters"] = { segments(400) } },
    expect = { outcome = "confirmed", says = "had no valid signature" } },

  { "some are normal",
    facts = { ["drops.kernel"] = { drop("TCP_INVALID_SEQUENCE") },
              ["protocol.counters"] = { segments(40000) } },
    expect = { outcome = "ruled_out", says = "below 1.0 %" } },

  { "without drop events: what TCP counted",
    facts = { ["protocol.counters"] = { segments(400), { netns = "far", family = "any",
                group = "TcpExt", name = "PAWSEstab", count = 100 } } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", lost = 100, carried = 300, confidence = 0.8,
               says = "a timestamp older than the connection's" } },

  { "drop events without reasons tell nothing of it: what TCP counted",
    facts = { ["drops.kernel"] = {},
              ["drops.totals"] = { { seen = 2, in_scope = 2, unplaced = 0, lost = 0, reasons = 0 } },
              ["protocol.counters"] = { segments(400), { netns = "far", family = "any",
                group = "TcpExt", name = "PAWSEstab", count = 100 } } },
    expect = { outcome = "confirmed", lost = 100, carried = 300, where = { netns = "far" },
               says = "a timestamp older than the connection's" } },

  { "drop events with reasons tell of it themselves",
    facts = { ["drops.kernel"] = {},
              ["drops.totals"] = { { seen = 2, in_scope = 2, unplaced = 0, lost = 0, reasons = 1 } },
              ["protocol.counters"] = { segments(400), { netns = "far", family = "any",
                group = "TcpExt", name = "PAWSEstab", count = 100 } } },
    expect = { outcome = "ruled_out" } },
}
