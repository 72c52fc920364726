-- Counters as 6.1 names them; the first case has the shares of a published capture.
local function tcp(counts)
  local rows = {}
  for _, name in ipairs { "OutSegs", "RetransSegs" } do
    rows[#rows + 1] = { netns = "self", family = "any", group = "Tcp", name = name, count = counts[name] }
  end
  for _, name in ipairs { "TCPTimeouts", "TCPDSACKRecv", "ListenDrops", "TCPSynRetrans" } do
    rows[#rows + 1] = { netns = "self", family = "any", group = "TcpExt", name = name,
                        count = counts[name] or 0 }
  end
  return rows
end

local function echo(family, sent, answered)
  local reply = family == "ipv4" and "InEchoReps" or "InEchoReplies"
  return { { netns = "self", family = family, group = "Icmp", name = "OutEchos", count = sent },
           { netns = "self", family = family, group = "Icmp", name = reply, count = answered } }
end

local connection = { netns = "self", family = "ipv4", src = "10.0.0.1", sport = 443, dst = "10.0.0.9",
                     dport = 40000, kind = "fast", packets = 700 }

local function pair(protocol, given)
  local row = { netns = "self", device = "eth0", family = "ipv4", protocol = protocol, src = "10.0.0.1",
                sport = 7000, dst = "10.0.0.9", dport = protocol == "udp" and 53 or 0, questions = 100,
                answers = 60, unanswered = 40, doubled = 0, passing = false }
  for name, value in pairs(given or {}) do row[name] = value end
  return row
end

local PING = { dst_ip = "10.0.0.9" }

return {
  { "echo requests of named traffic",
    facts = { ["answers.pairs"] = { pair "icmp" } }, scope = PING,
    expect = { outcome = "confirmed", severity = "abnormal", lost = 40, carried = 60,
               where = { netns = "self", device = "eth0", protocol = "icmp", family = "ipv4" },
               says = "40 of 100 echo requests (40 %) left by eth0 and were not answered, most of them from " ..
                 "10.0.0.1 to 10.0.0.9" } },

  { "their answers were dropped on this host",
    facts = { ["answers.pairs"] = { pair "icmp" }, ["tcp.retransmits"] = {},
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "rx", family = "ipv4",
                protocol = "icmp", reason = "NETFILTER_DROP", location = "nf_hook_slow", packets = 40 } } },
    scope = PING, expect = { outcome = "ruled_out" } },

  { "all were answered", facts = { ["answers.pairs"] = { pair("icmp", { answers = 100, unanswered = 0 }) },
                                   ["tcp.retransmits"] = {} },
    scope = PING, expect = { outcome = "ruled_out" } },

  { "of a VM: the host's counters know nothing of it; the last device counts",
    facts = { ["protocol.counters"] = {},
              ["answers.pairs"] = { pair("icmp", { passing = true, device = "br0", questions = 120, unanswered = 60 }),
                                    pair("icmp", { passing = true }) } },
    expect = { outcome = "confirmed", lost = 40, where = { netns = "self", device = "eth0", protocol = "icmp" } } },

  { "of a VM that asks somebody who never answers: there may be nobody",
    facts = { ["protocol.counters"] = {},
              ["answers.pairs"] = { pair("icmp", { passing = true, answers = 0, unanswered = 100 }) } },
    expect = { outcome = "suspected", lost = 100 } },

  { "of a container: its own counters tell, and it is said once",
    facts = { ["protocol.counters"] = echo("ipv4", 100, 60),
              ["answers.pairs"] = { pair("icmp", { netns = "box" }), pair("icmp", { passing = true }) } },
    expect = { outcome = "confirmed", lost = 40, where = { netns = "self", protocol = "icmp" } } },

  { "UDP that was answered in turn, and then was not",
    facts = { ["protocol.counters"] = {}, ["answers.pairs"] = { pair "udp" } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 40,
               says = "10.0.0.1:7000 to 10.0.0.9:53 (40), which was answered before" } },

  { "UDP that another namespace of this host does not answer",
    facts = { ["protocol.counters"] = {}, ["answers.pairs"] = { pair "udp" },
              ["addresses.own"] = { { netns = "box", address = "10.0.0.9", prefix = 24 } } },
    expect = { outcome = "ruled_out" } },

  { "UDP that streams both ways is no conversation by turns",
    facts = { ["protocol.counters"] = {}, ["answers.pairs"] = { pair("udp", { doubled = 1 }) } },
    expect = { outcome = "ruled_out" } },

  { "UDP that nobody ever answered", facts = { ["protocol.counters"] = {},
      ["answers.pairs"] = { pair("udp", { answers = 0, unanswered = 100 }) } },
    expect = { outcome = "ruled_out" } },

  { "UDP that is answered now and then, as a stream's receiver does", facts = { ["protocol.counters"] = {},
      ["answers.pairs"] = { pair("udp", { answers = 40, unanswered = 60 }) } },
    expect = { outcome = "ruled_out" } },

  { "segments sent again, and no drop here",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9101, RetransSegs = 899, TCPTimeouts = 40 },
              ["tcp.retransmits"] = { connection } },
    expect = { outcome = "confirmed", severity = "attention", lost = 899, carried = 9101,
               where = { netns = "self", protocol = "tcp" },
               says = "899 of 10,000 TCP segments (9.0 %) of namespace self had to be sent again, 40 times " ..
                 "only after a timeout, and this host dropped 0: they were lost outside of it; most often " ..
                 "10.0.0.1:443 to 10.0.0.9:40000, 700 times" } },

  { "one timeout is no times",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9101, RetransSegs = 899, TCPTimeouts = 1 } },
    expect = { outcome = "confirmed", says = "sent again, 1 time only after a timeout, and" } },

  { "this host dropped them itself",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9000, RetransSegs = 1000 },
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "tx", family = "ipv4",
                protocol = "tcp", reason = "QDISC_DROP", location = "kfree_skb_list_reason",
                packets = 990 } } },
    expect = { outcome = "ruled_out", says = "this host dropped 990 itself" } },

  { "what it dropped of others: requests for no socket, another namespace's, a firewall's of scanners",
    facts = { ["protocol.counters"] = tcp { OutSegs = 19000, RetransSegs = 1000 },
              ["drops.kernel"] = {
                { netns = "box", device = "eth0", direction = "rx", family = "ipv4", protocol = "tcp", segment = "syn",
                  reason = "NO_SOCKET", location = "tcp_v4_rcv", packets = 250 },
                { netns = "self", device = "eth0", direction = "rx", family = "ipv4", protocol = "tcp", segment = "syn",
                  reason = "NETFILTER_DROP", location = "nf_hook_slow", packets = 240 },
                { netns = "pod", device = "eth0", direction = "tx", family = "ipv4", protocol = "tcp",
                  reason = "QDISC_DROP", location = "kfree_skb_list_reason", packets = 230 } } },
    expect = { outcome = "confirmed", says = "and this host dropped 0: they were lost outside" } },

  { "beside a device that moved here in the window, whose counts are not known",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9000, RetransSegs = 1000 },
              ["links.counters"] = { { netns = "self", device = "veth7", ifindex = 7 } } },
    expect = { outcome = "confirmed", lost = 1000 } },

  { "requests for connections to somebody who is not there",
    facts = { ["protocol.counters"] = tcp { OutSegs = 1500, RetransSegs = 18, TCPSynRetrans = 18, TCPTimeouts = 18 } },
    expect = { outcome = "suspected", says = "who is asked does not answer or is not there" } },

  { "loss of which a tenth was sent for nothing",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9100, RetransSegs = 900, TCPDSACKRecv = 99 } },
    expect = { outcome = "confirmed", lost = 801 } },

  { "spurious: the receivers had them already",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9000, RetransSegs = 1000, TCPDSACKRecv = 810 } },
    expect = { outcome = "ruled_out", says = "receivers report 810 as come twice" } },

  { "a few are how TCP finds its rate",
    facts = { ["protocol.counters"] = tcp { OutSegs = 100000, RetransSegs = 300 } },
    expect = { outcome = "ruled_out", says = "below 1.0 %" } },

  { "as few, but most only after a timeout",
    facts = { ["protocol.counters"] = tcp { OutSegs = 100000, RetransSegs = 300, TCPTimeouts = 200 } },
    expect = { outcome = "confirmed", severity = "attention", lost = 300 } },

  { "half of the pings are not answered",
    facts = { ["protocol.counters"] = echo("ipv4", 100, 50) },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 50,
               where = { netns = "self", protocol = "icmp" },
               says = "50 of 100 echo requests (50 %) of namespace self left and were not answered" } },

  { "this host's NIC could not read the answers",
    facts = { ["protocol.counters"] = echo("ipv4", 100, 40),
              ["links.counters"] = { { netns = "self", device = "eth0", rx_errors = 60 } } },
    expect = { outcome = "ruled_out", says = "this host dropped 60 itself" } },

  { "IPv6 too",
    facts = { ["protocol.counters"] = echo("ipv6", 200, 100) },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 100 } },

  { "every echo reply is freed as dropped in icmp_rcv",
    facts = { ["protocol.counters"] = echo("ipv4", 100, 100),
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "rx", family = "ipv4",
                protocol = "icmp", reason = "NO_SOCKET", location = "icmp_rcv", packets = 100 } } },
    expect = { outcome = "ruled_out" } },

  { "what nobody read when a socket was closed is no drop of this host",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9101, RetransSegs = 899 },
              ["drops.kernel"] = { { netns = "self", device = "", direction = "rx", family = "ipv4",
                protocol = "tcp", reason = "QUEUE_PURGE", location = "tcp_disconnect", packets = 5000 },
                { netns = "self", device = "", direction = "rx", family = "ipv4",
                protocol = "tcp", reason = "TCP_FLAGS", location = "tcp_v4_rcv", packets = 7 } },
              ["tcp.retransmits"] = { connection } },
    expect = { outcome = "confirmed", says = "this host dropped 7" } },

  -- 7.2 frees it in ping_rcv: the answers that came are no drops of this host.
  { "the answers that came are freed as dropped in ping_rcv",
    facts = { ["protocol.counters"] = echo("ipv4", 160, 120),
              ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "rx", family = "ipv4",
                protocol = "icmp", reason = "NO_SOCKET", location = "ping_rcv", packets = 120 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 40 } },

  { "of named traffic the share is not known",
    facts = { ["protocol.counters"] = {}, ["tcp.retransmits"] = { connection } },
    scope = { dst_ip = "10.0.0.9" },
    expect = { outcome = "suspected", severity = "attention", lost = 700,
               says = "how many were sent in all is not known" } },

  { "counters know no addresses",
    facts = { ["protocol.counters"] = tcp { OutSegs = 9101, RetransSegs = 899 } },
    absent = { "tcp.retransmits" },
    scope = { dst_ip = "10.0.0.9" },
    expect = { outcome = "undecided" } },

  { "a monitor asks many hosts, one of which never answers",
    facts = { ["protocol.counters"] = echo("ipv4", 600, 588),
              ["answers.pairs"] = { pair("icmp", { questions = 12, answers = 0, unanswered = 12 }) } },
    expect = { outcome = "suspected", lost = 12, where = { device = "eth0", protocol = "icmp" } } },

  { "a monitor asks somebody who never answers, and others whose answers get lost",
    facts = { ["protocol.counters"] = echo("ipv4", 600, 500),
              ["answers.pairs"] = { pair("icmp", { questions = 12, answers = 0, unanswered = 12 }) } },
    expect = { outcome = "confirmed", lost = 88, carried = 500,
               says = "88 of 588 echo requests (15 %) of namespace self" } },
}
