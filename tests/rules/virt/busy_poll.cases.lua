local device = { netns = "self", device = "eth0", busy_poll = 50, busy_read = 50, cpus = 4, rx_queues = 4 }
local lines = {
  { netns = "self", device = "eth0", irq = 69, direction = "rx", queue = 1, count = 700 },
  { netns = "self", device = "eth0", irq = 70, direction = "tx", queue = 1, count = 150 },
}
local function polls(all, busy)
  return { { netns = "self", device = "eth0", direction = "rx", queue = 1, polls = all, busy = busy,
             packets = all, budget = 64 } }
end
local function handlers(calls, none)
  return { { irq = 69, cpu = 1, calls = calls, none = none, device = "eth0" } }
end

return {
  { "busy polls, and interrupts that find nothing",
    facts = { ["virtnet.polls"] = polls(45678, 38444), ["virtnet.interrupts"] = lines,
              ["virtnet.devices"] = { device }, ["virtnet.handlers"] = handlers(8567, 878) },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "eth0", queue = 1 },
               says = "84 % of the 45,678 polls of eth0, queue 1, were by tasks that busy poll (up to 50 " ..
                 "us), and 878 of its 8,567 interrupts (10 %) found nothing" } },

  { "busy polls that harm nobody",
    facts = { ["virtnet.polls"] = polls(45678, 38444), ["virtnet.interrupts"] = lines,
              ["virtnet.devices"] = { device }, ["virtnet.handlers"] = handlers(8567, 42) },
    expect = { outcome = "ruled_out", says = "(84 % of the polls of eth0, queue 1" } },

  { "busy polls, and nobody counted the handlers",
    facts = { ["virtnet.polls"] = polls(45678, 38444), ["virtnet.interrupts"] = lines,
              ["virtnet.devices"] = { device } },
    absent = { "virtnet.handlers" },
    expect = { outcome = "suspected", says = "was not counted" } },

  { "interrupts do the polling",
    facts = { ["virtnet.polls"] = polls(45678, 100), ["virtnet.interrupts"] = lines,
              ["virtnet.devices"] = { device }, ["virtnet.handlers"] = handlers(8567, 878) },
    expect = { outcome = "ruled_out" } },
}
