local function reads(samples, p50, p99)
  return { { netns = "self", family = "ipv4", protocol = "tcp", port = 443, pid = 4711, process = "nginx",
             samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 2 * p99, mean = p50 } }
end

return {
  { "a fifth of a second until it reads",
    facts = { ["socket.reads"] = reads(60, 200000.5, 210000.5) },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", family = "ipv4", protocol = "tcp", port = 443, pid = 4711,
                         thread = "nginx" },
               says = "nginx (process 4711) read from its tcp port 443" } },

  { "a client's own port is no service's: its process is named without",
    facts = { ["socket.reads"] = { { netns = "self", family = "ipv4", protocol = "tcp", pid = 4711, process = "curl",
                                     samples = 60, p50 = 200000.5, p90 = 210000.5, p99 = 210000.5, p999 = 210000.5,
                                     max = 420000.5, mean = 200000.5 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", family = "ipv4", protocol = "tcp", pid = 4711, thread = "curl" },
               says = "curl (process 4711) read 200.0 ms after" } },

  { "some milliseconds are usual", facts = { ["socket.reads"] = reads(2000, 300.5, 8000.5) },
    expect = { outcome = "ruled_out" } },

  { "20 ms need attention", facts = { ["socket.reads"] = reads(2000, 300.5, 20000.5) },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "a few reads tell nothing", facts = { ["socket.reads"] = reads(12, 200000.5, 210000.5) },
    expect = { outcome = "undecided", says = "at most 12 reads" } },

  { "no read at all", facts = { ["socket.reads"] = {} },
    expect = { outcome = "undecided", says = "no read of a socket was timed" } },

  { "not measured", absent = { "socket.reads" }, expect = { outcome = "undecided" } },
}
