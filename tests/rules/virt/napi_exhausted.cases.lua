local device = { netns = "self", device = "eth0", cpus = 8, rx_queues = 2 }
local function row(queue, polls, exhausted, busy)
  return { netns = "self", device = "eth0", direction = "rx", queue = queue, polls = polls,
           exhausted = exhausted, busy = busy or 0, ksoftirqd = polls // 2, packets = 60 * polls,
           budget = 64 }
end
local lines = { { netns = "self", device = "eth0", irq = 33, direction = "rx", queue = 0, count = 900 } }

return {
  { "nearly every poll takes its whole budget",
    facts = { ["virtnet.polls"] = { row(0, 20000, 18400), row(1, 300, 0) },
              ["virtnet.devices"] = { device }, ["virtnet.interrupts"] = lines,
              ["interrupts.counts"] = { { irq = 33, cpu = 3, count = 900, device = "eth0" } } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "eth0", queue = 0, cpu = 3 },
               says = "92 % of 20,000 polls of eth0, queue 0, took all 64 packets that they might, 50 % of " ..
                 "them by ksoftirqd: more comes than CPU 3 takes" } },

  { "half of them, as in a guest that is well",
    facts = { ["virtnet.polls"] = { row(0, 20000, 10000) }, ["virtnet.devices"] = { device } },
    expect = { outcome = "ruled_out", says = "(eth0, queue 0: 50 % of 20,000" } },

  { "all of a few",
    facts = { ["virtnet.polls"] = { row(0, 400, 400) }, ["virtnet.devices"] = { device } },
    expect = { outcome = "ruled_out" } },

  { "busy polling aside there are few",
    facts = { ["virtnet.polls"] = { row(0, 20000, 300, 19600) }, ["virtnet.devices"] = { device } },
    expect = { outcome = "ruled_out" } },
}
