local device = { netns = "self", device = "eth0", mac = "52:54:00:00:00:01", rx_queues = 4, cpus = 4,
                 busy_poll = 0, busy_read = 0 }
local busy = { netns = "self", device = "eth0", mac = "52:54:00:00:00:01", rx_queues = 4, cpus = 4,
               busy_poll = 50, busy_read = 50 }
local function line(queue, count, given)
  local row = { netns = "self", device = "eth0", irq = 67 + 2 * queue, direction = "rx", queue = queue,
                count = count, cpus = "0-3", log_disabled = false, unhandled = 0, unhandled_at = 0 }
  for key, value in pairs(given or {}) do row[key] = value end
  return row
end
local function ring(queue, waiting, stuck)
  return { netns = "self", device = "eth0", direction = "rx", queue = queue, size = 256, free = 0,
           looks = 5, stuck = stuck, waiting = waiting, taken_moved = stuck > 0 and 0 or 900 }
end
local function handler(irq, calls, none)
  return { irq = irq, cpu = 0, calls = calls, none = none, device = "eth0" }
end

return {
  { "the kernel disabled one line, and busy polling is on",
    facts = { ["virtnet.devices"] = { busy },
              ["virtnet.interrupts"] = { line(0, 4000), line(1, 5200, { log_disabled = true, count = 0 }),
                                         line(2, 3100) },
              ["virtnet.rings"] = { ring(0, 0, 0), ring(1, 200, 4), ring(2, 1, 0) } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { device = "eth0", queue = 1 },
               says = "the kernel has disabled irq 69 of eth0, rx queue 1 (\"nobody cared\" in its log): 0 " ..
                 "interrupts in the window, 7,100 of the other queues, 200 buffers wait to be taken; " ..
                 "busy polling (up to 50 us)" } },

  { "the log says nothing, but what waits is never taken",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(0, 0), line(1, 0) },
              ["virtnet.rings"] = { ring(0, 0, 0), ring(1, 17, 4) } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { queue = 1 },
               says = "did not come in the window though 17 buffers wait" } },

  { "an idle send queue whose driver wants no interrupt",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(0, 900), line(0, 0, { irq = 68, direction = "tx" }) },
              ["virtnet.rings"] = { { netns = "self", device = "eth0", direction = "tx", queue = 0, size = 256,
                free = 253, looks = 5, stuck = 4, waiting = 3, taken_moved = 0, notify = false } } },
    expect = { outcome = "ruled_out" } },

  { "a send queue whose driver waits for its interrupt",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(0, 900), line(0, 0, { irq = 68, direction = "tx" }) },
              ["virtnet.rings"] = { { netns = "self", device = "eth0", direction = "tx", queue = 0, size = 256,
                free = 0, looks = 5, stuck = 4, waiting = 250, taken_moved = 0, notify = true } } },
    expect = { outcome = "confirmed", severity = "abnormal", says = "though 250 buffers wait" } },

  { "one of ten finds nothing to do",
    facts = { ["virtnet.devices"] = { busy }, ["virtnet.interrupts"] = { line(1, 8567) },
              ["virtnet.handlers"] = { handler(69, 8567, 878) } },
    expect = { outcome = "confirmed", severity = "attention", where = { queue = 1 },
               says = "878 of 8,567 interrupts (10 %)" } },

  { "as many as in a guest that is well",
    facts = { ["virtnet.devices"] = { device }, ["virtnet.interrupts"] = { line(1, 8567) },
              ["virtnet.handlers"] = { handler(69, 8567, 600) } },
    expect = { outcome = "ruled_out", says = "7.0 % of those counted found nothing" } },

  { "a queue that is idle, disabled once and bound anew since",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(0, 0, { log_disabled = true }), line(1, 3) },
              ["virtnet.rings"] = { ring(0, 0, 0) } },
    expect = { outcome = "ruled_out", says = "2 interrupt lines" } },

  { "a thousand in a row, and nobody counted the handlers",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { line(1, 60000, { unhandled = 52000, unhandled_at = 7000 }) } },
    absent = { "virtnet.handlers" },
    expect = { outcome = "suspected", where = { queue = 1 },
               says = "the last 52,000 interrupts of eth0, queue 1" } },

  { "no queue has a line of its own",
    facts = { ["virtnet.devices"] = { device },
              ["virtnet.interrupts"] = { { netns = "self", device = "eth0", irq = 11, count = 90,
                                           queue = {}, direction = {} } } },
    expect = { outcome = "ruled_out", says = "no virtio-net queue with an interrupt of its own" } },
}
