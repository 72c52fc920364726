local datapath = { netns = "self", datapath = "ovs-system", hit = 100, missed = 400, elapsed = 10000000 }
local function handler(given)
  local row = { tid = 31, pid = 30, thread = "handler1", kind = "handler", started = 1, run = 400000,
                wait = 10000, slices = 500, elapsed = 10000000, state = "S", cpu = 1, numa = 0,
                allowed = "0-1", allowed_cpus = 2 }
  for name, value in pairs(given) do row[name] = value end
  return row
end
local hog = { tid = 9, pid = 9, thread = "hog", ticks = 930, cpu = 1, share = 0.93 }

return {
  { "a hog on the CPU of a handler",
    facts = { ["sched.threads"] = { handler { wait = 8500000, slices = 12 },
                                    handler { tid = 32, thread = "handler2", cpu = 0 } },
              ["ovs.datapaths"] = { datapath }, ["cpu.tasks"] = { hog },
              ["ovs.upcall_parts"] = { { part = "waiting", tid = 31, pid = 30, thread = "handler1",
                                         samples = 200, p50 = 600000.0, p99 = 900000.0,
                                         max = 950000.0 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", pid = 30, thread = "handler1", cpu = 1 },
               says = "waited for CPU 1 in 85 % of the window" } },

  { "what has the CPU is netdoctor itself",
    facts = { ["sched.threads"] = { handler { wait = 1500000, slices = 200 } },
              ["ovs.datapaths"] = { datapath },
              ["cpu.tasks"] = { { tid = 90, pid = 90, thread = "netdoctor", ticks = 310, cpu = 1, share = 0.31 } } },
    expect = { outcome = "ruled_out", says = "netdoctor itself (31 %)" } },

  { "it never got the CPU, and no wait was counted",
    facts = { ["sched.threads"] = { handler { wait = 0, slices = 0, run = 0, state = "R" } },
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "confirmed", where = { thread = "handler1", cpu = 1 },
               says = "could run and did not get CPU 1 once" } },

  { "nobody needed it",
    facts = { ["sched.threads"] = { handler { wait = 8500000, slices = 12 } },
              ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 100, missed = 4,
                                      elapsed = 10000000 } } },
    expect = { outcome = "ruled_out" } },

  { "asleep all the time",
    facts = { ["sched.threads"] = { handler { wait = 0, slices = 0, run = 0, state = "S" } },
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out" } },

  { "a busy host: many short waits",
    facts = { ["sched.threads"] = { handler { wait = 900000, slices = 900 } },
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out" } },

  { "few waits, although long ones",
    facts = { ["sched.threads"] = { handler { wait = 1200000, slices = 6 } },
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out" } },

  { "the packets that flows send up count too",
    facts = { ["sched.threads"] = { handler { wait = 8500000, slices = 12 } },
              ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 100, missed = 4,
                                      elapsed = 10000000 } },
              ["ovs.upcall_account"] = { { upcalls = 300, taken = 250, window = 10000 } } },
    expect = { outcome = "confirmed" } },

  { "no Open vSwitch", facts = {}, expect = { outcome = "ruled_out", says = "no handler threads" } },
}
