-- Numbers as 6.1 gave them: a tbf on a veth, 100 packets of 200 bytes.
local drop = { netns = "near", device = "veth0", direction = "tx", family = "ipv4", protocol = "udp",
               reason = "QDISC_DROP", location = "kfree_skb_list_reason", packets = 79, bytes = 19118 }
local link = { netns = "near", device = "veth0", tx_packets = 21, up = true, carrier = true }
local tbf = { netns = "near", device = "veth0", handle = "1:", parent = "root", kind = "tbf",
              packets = 21, drops = 79, limit = 3072, limit_unit = "bytes", rate = 12500,
              burst = 2048, backlog_packets = 12, backlog_bytes = 2904, queue_length = 1000 }
-- The queue that tbf made for itself counts the same drops.
local child = { netns = "near", device = "veth0", handle = "0:", parent = "1:1", kind = "bfifo",
                packets = 21, drops = 79, limit = 3072, limit_unit = "bytes" }

local function qdisc(fields)
  local row = { netns = "near", device = "veth0", handle = "8:", parent = "root", packets = 900 }
  for name, value in pairs(fields) do row[name] = value end
  return row
end

local near = "ip netns exec near "
local function dropped(reason, packets)
  return { netns = "near", device = "veth0", direction = "tx", family = "ipv4", protocol = "udp",
           reason = reason, location = "__dev_xmit_skb", packets = packets }
end

-- As libvirt caps what a guest gets: a class of htb, and a queue below it.
local function capped(waits, drops)
  return { qdisc { handle = "1:", kind = "htb", packets = 100000, drops = drops, overlimits = waits },
           qdisc { handle = "2:", parent = "1:1", kind = "sfq", packets = 100000, drops = drops,
                   limit = 127, limit_unit = "packets" } }
end

-- A second each: ten intervals that get busier; from the sixth on the queue runs over.
local function busier(drops_from)
  local links, drops = {}, {}
  for i = 1, 10 do
    links[i] = { t_ms = 1000 * i, netns = "near", device = "veth0", rx_packets = 0,
                 tx_packets = i < drops_from and 100 * i or 500 }
    if i >= drops_from then
      drops[#drops + 1] = { t_ms = 1000 * i, netns = "near", device = "veth0",
                            reason = "QDISC_DROP", packets = 40 * i }
    end
  end
  return links, drops
end
local links_rising, drops_rising = busier(6)
local links_first, drops_first = busier(2)

return {
  { "where the loss begins is said",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { tbf, child },
              ["links.series"] = links_rising, ["drops.series"] = drops_rising },
    expect = { outcome = "confirmed",
               says = "; loss begins at 780 packets per second on veth0, none at up to 500" } },

  { "too few intervals without a loss to say so",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { tbf, child },
              ["links.series"] = links_first, ["drops.series"] = drops_first },
    expect = { outcome = "confirmed", says_not = "loss begins" } },

  { "a rate that is too small",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { tbf, child } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 79, carried = 21,
               where = { netns = "near", device = "veth0" },
               says = "79 of 100 packets (79 %) leaving veth0 found the queue full: tbf 1:, limit " ..
                 "3.0 KiB, 2.8 KiB waiting at the end, rate 12.2 KiB per second" } },

  { "one child of mq is full: its queue is named",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["qdiscs.counters"] = {
                qdisc { handle = "10:", kind = "mq", drops = 80 },
                qdisc { handle = "11:", parent = "10:1", kind = "pfifo", limit = 7,
                        limit_unit = "packets", drops = 80, queue = 0, backlog_packets = 7 },
                qdisc { handle = "12:", parent = "10:2", kind = "pfifo", limit = 7,
                        limit_unit = "packets", drops = 0, queue = 1 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 79,
               where = { device = "veth0", queue = 0 },
               says = "pfifo 11:, limit 7 packets, 7 waiting at the end" } },

  { "all of it as the kernel makes it: the child that dropped is named, and that it dropped early",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["qdiscs.counters"] = {
                qdisc { handle = "0:", kind = "mq", packets = 3921, drops = 79 },
                qdisc { handle = "0:", parent = "0:1", kind = "fq_codel", limit = 10240,
                        limit_unit = "packets", drops = 45, by_limit = 0, queue = 0 },
                qdisc { handle = "0:", parent = "0:2", kind = "fq_codel", limit = 10240,
                        limit_unit = "packets", drops = 34, by_limit = 0, queue = 1 } } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "veth0", queue = 0 },
               says = "fq_codel 0: on veth0 dropped 79 of 4,000 packets (2.0 %) early" } },

  { "netem loses what it was told to",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "netem", drops = 79, loss = 0.3, limit = 1000,
                                              limit_unit = "packets" } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "told to lose 30 %; no queue was full" } },

  { "a few early drops of CoDel are how it works",
    facts = { ["drops.kernel"] = { { netns = "near", device = "veth0", direction = "tx",
                family = "ipv4", protocol = "tcp", reason = "NOT_SPECIFIED",
                location = "__fq_codel_dequeue", packets = 24 } },
              ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq_codel", drops = 24, by_limit = 0,
                                              packets = 30000, limit = 10240,
                                              limit_unit = "packets" } } },
    expect = { outcome = "ruled_out" } },

  { "a discipline with a reason of its own",
    facts = { ["drops.kernel"] = { { netns = "near", device = "veth0", direction = "tx",
                family = "ipv4", protocol = "udp", reason = "QDISC_DROP_CONGESTED",
                subsystem = "qdisc", location = "__fq_codel_dequeue", packets = 21 } },
              ["links.counters"] = { link },
              ["qdiscs.counters"] = {
                qdisc { handle = "2:", kind = "fq_codel", drops = 21, by_limit = 0, packets = 179,
                        limit = 20, limit_unit = "packets" } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "fq_codel 2: on veth0 dropped 21 of 200 packets (10 %) early" } },

  { "CoDel below a rate",
    facts = { ["drops.kernel"] = { { netns = "near", device = "veth0", direction = "tx",
                family = "ipv4", protocol = "udp", reason = "NOT_SPECIFIED",
                location = "__fq_codel_dequeue", packets = 22 } },
              ["links.counters"] = { link },
              ["qdiscs.counters"] = {
                qdisc { handle = "1:", kind = "tbf", drops = 22, packets = 179, rate = 25000,
                        limit = 102400, limit_unit = "bytes", burst = 2048 },
                qdisc { handle = "2:", parent = "1:1", kind = "fq_codel", drops = 22, by_limit = 0,
                        packets = 179, limit = 20, limit_unit = "packets" } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "fq_codel 2: on veth0 dropped 22 of 201 packets (11 %) early" } },

  { "many of them say that the device is too slow",
    facts = { ["drops.kernel"] = { { netns = "near", device = "veth0", direction = "tx",
                family = "ipv4", protocol = "tcp", reason = "NOT_SPECIFIED",
                location = "__fq_codel_dequeue", packets = 240 } },
              ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq_codel", drops = 240, by_limit = 0,
                                              packets = 3000, limit = 10240,
                                              limit_unit = "packets" } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "dropped 240 of 3,240 packets (7.4 %) early" } },

  { "pie drops early, and is not full",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 3000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "pie", drops = 3000, by_limit = 0, packets = 1000000,
                                              limit = 1000, limit_unit = "packets" } } },
    expect = { outcome = "ruled_out", says = "0.30 %" } },

  { "pie that is full",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 3000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "pie", drops = 3000, by_limit = 2900, packets = 1000000,
                                              limit = 1000, limit_unit = "packets" } } },
    expect = { outcome = "confirmed", severity = "abnormal", says = "found the queue full: pie 8:",
               advises = near .. "tc qdisc change dev veth0 root handle 8: pie limit 4000" } },

  { "cake does not tell when it was full: early",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 90) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "cake", drops = 90, packets = 3000 } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "cake 8: on veth0 dropped 90 of 3,090 packets (2.9 %) early" } },

  { "but the kernel's reason does",
    facts = { ["drops.kernel"] = { dropped("QDISC_OVERLIMIT", 90) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "cake", drops = 90, packets = 3000 } } },
    expect = { outcome = "confirmed", severity = "abnormal", says = "found the queue full: cake 8:" } },

  { "one flow has too many packets in fq",
    facts = { ["drops.kernel"] = { dropped("FQ_FLOW_LIMIT", 5000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq", drops = 5000, by_limit = 0, packets = 1000000,
                limit = 10000, limit_unit = "packets", flow_limit = 100 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "had as many packets in fq 8: as one may (flow_limit 100); the queue itself was not full",
               advises = near .. "tc -s qdisc show dev veth0" } },

  { "and fq's limit of a flow is not known",
    facts = { ["drops.kernel"] = { dropped("FQ_FLOW_LIMIT", 5000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq", drops = 5000, packets = 1000000,
                limit = 10000, limit_unit = "packets" } } },
    expect = { outcome = "confirmed", says = "as one may; the queue", advises = near .. "tc -s qdisc show dev veth0" } },

  { "packets that fq shall send in an hour",
    facts = { ["drops.kernel"] = { dropped("FQ_HORIZON_LIMIT", 5000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq", drops = 5000, by_limit = 0, packets = 1000000,
                limit = 10000, limit_unit = "packets", flow_limit = 100 } } },
    expect = { outcome = "confirmed", says = "later than fq 8: plans ahead (horizon)",
               advises = near .. "tc -s qdisc show dev veth0" } },

  { "a kernel that does not say which of fq's limits it was: fq does",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 5000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq", drops = 5000, by_limit = 3, packets = 1000000,
                limit = 10000, limit_unit = "packets", flow_limit = 100 } } },
    expect = { outcome = "confirmed", says = "fq 8: dropped 5,000 of 1,005,000 packets",
               advises = near .. "tc -s qdisc show dev veth0" } },

  { "fq that is full",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 5000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = { qdisc { kind = "fq", drops = 5000, by_limit = 5000, packets = 1000000,
                limit = 10000, limit_unit = "packets", flow_limit = 100 } } },
    expect = { outcome = "confirmed", severity = "abnormal", says = "found the queue full: fq 8:",
               advises = near .. "tc qdisc change dev veth0 root handle 8: fq limit 40000" } },

  { "a guest that its bandwidth limit costs a few packets",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 300) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = capped(90000, 300) },
    expect = { outcome = "ruled_out", says = "0.30 %" } },

  { "a guest that runs over its bandwidth limit",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 3000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = capped(90000, 3000) },
    expect = { outcome = "confirmed", severity = "attention", lost = 3000,
               says = "found sfq 2: full, limit 127 packets: the rate limit of htb 1: holds it back (90,000",
               advises = near .. "tc -s -d qdisc show dev veth0" } },

  { "two classes of it",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 3000) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = {
                qdisc { handle = "1:", kind = "htb", packets = 100000, drops = 3000, overlimits = 90000 },
                qdisc { handle = "2:", parent = "1:1", kind = "sfq", packets = 50000, drops = 1600 },
                qdisc { handle = "3:", parent = "1:2", kind = "sfq", packets = 50000, drops = 1400 } } },
    expect = { outcome = "confirmed", severity = "attention", says = "the rate limit of htb 1: holds it back" } },

  { "a queue below a class that never waited",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 300) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = capped(0, 300) },
    expect = { outcome = "confirmed", severity = "abnormal", says = "found the queue full: sfq 2:" } },

  { "packets that no class took",
    facts = { ["drops.kernel"] = { dropped("QDISC_DROP", 300) }, ["links.counters"] = { link },
              ["qdiscs.counters"] = {
                qdisc { handle = "1:", kind = "htb", packets = 100000, drops = 300, overlimits = 9 },
                qdisc { handle = "2:", parent = "1:1", kind = "sfq", packets = 50000, drops = 0 } } },
    expect = { outcome = "confirmed", severity = "abnormal", says = "found the queue full: htb 1:" } },

  { "the same reason on a device without carrier is another cause",
    facts = { ["drops.kernel"] = { drop },
              ["links.counters"] = { { netns = "near", device = "veth0", up = true,
                                       carrier = false } } },
    expect = { outcome = "ruled_out" } },

  { "without drop events: the root's own counter",
    facts = { ["links.counters"] = { link }, ["qdiscs.counters"] = { tbf, child } },
    absent = { "drops.kernel" },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 79, confidence = 0.8,
               where = { netns = "near", device = "veth0" } } },

  { "the qdiscs could not be read",
    facts = { ["drops.kernel"] = { drop }, ["links.counters"] = { link } },
    absent = { "qdiscs.counters" },
    expect = { outcome = "confirmed", severity = "abnormal", carried = 21,
               says = "79 of 100 packets (79 %) leaving veth0 found the queue full" } },

  { "the carrier went in the window and is back: the queue counted none",
    facts = { ["drops.kernel"] = { { netns = "self", device = "eno1", direction = "tx", family = "ipv4",
                protocol = "udp", reason = "QDISC_DROP", location = "kfree_skb_list_reason", packets = 4000 } },
              ["links.counters"] = { { netns = "self", device = "eno1", up = true, carrier = true,
                                       tx_packets = 9000 } },
              ["qdiscs.counters"] = { { netns = "self", device = "eno1", handle = "0:", parent = "root",
                kind = "mq", packets = 9000, drops = 0 } } },
    expect = { outcome = "confirmed", lost = 4000, advises = "ip -s -s link show dev eno1",
               says = "its queue counted none of them: the device had no carrier" } },
}
