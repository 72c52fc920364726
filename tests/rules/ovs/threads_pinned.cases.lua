local datapath = { netns = "self", datapath = "ovs-system", hit = 100, missed = 400, elapsed = 10000000 }
local cpus = { { cpu = 0, ticks = 1000 }, { cpu = 1, ticks = 1000 }, { cpu = 2, ticks = 1000 },
               { cpu = 3, ticks = 1000 } }

local function threads(allowed, count, wait, slices)
  local list = {}
  for i, kind in ipairs { "handler", "handler", "revalidator" } do
    list[i] = { tid = 30 + i, pid = 30, thread = kind .. i, kind = kind, started = 1, run = 400000,
                wait = wait / i, slices = slices, elapsed = 10000000, state = "S", cpu = 2, numa = 0,
                allowed = allowed, allowed_cpus = count }
  end
  list[4] = { tid = 40, pid = 40, thread = "ksoftirqd/0", kind = "ksoftirqd", started = 1, run = 4,
              wait = 5, slices = 3, elapsed = 10000000, state = "S", cpu = 0, allowed = "0",
              allowed_cpus = 1 }
  return list
end

return {
  { "all on CPU 2, and they wait for it",
    facts = { ["sched.threads"] = threads("2", 1, 3000000, 400), ["cpu.use"] = cpus,
              ["ovs.datapaths"] = { datapath },
              ["cpu.tasks"] = { { tid = 9, pid = 9, thread = "load", ticks = 600, cpu = 2,
                                  share = 0.6 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", pid = 30, thread = "handler1", cpu = 2 },
               says = "may use CPU 2 only, of 4", advises = "taskset -apc 0-3 30" } },

  { "CPUs 1 and 3 are isolated for guests",
    facts = { ["sched.threads"] = threads("2", 1, 3000000, 400), ["ovs.datapaths"] = { datapath },
              ["cpu.use"] = { { cpu = 0, ticks = 1000 }, { cpu = 1, ticks = 1000, isolated = true },
                              { cpu = 2, ticks = 1000, isolated = false },
                              { cpu = 3, ticks = 1000, isolated = true }, { cpu = 4, ticks = 1000 },
                              { cpu = 5, ticks = 1000 } } },
    expect = { outcome = "confirmed", advises = "taskset -apc 0,2,4-5 30" } },

  { "shorter waits",
    facts = { ["sched.threads"] = threads("2", 1, 700000, 400), ["cpu.use"] = cpus,
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "on one CPU, but they do not wait: a setting without harm",
    facts = { ["sched.threads"] = threads("2", 1, 20000, 400), ["cpu.use"] = cpus,
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out" } },

  { "they wait, but may go elsewhere",
    facts = { ["sched.threads"] = threads("0-3", 4, 3000000, 400), ["cpu.use"] = cpus,
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out" } },

  { "a host with one CPU has no choice",
    facts = { ["sched.threads"] = threads("0", 1, 3000000, 400),
              ["cpu.use"] = { { cpu = 0, ticks = 1000 } }, ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out", says = "two CPUs" } },

  { "no Open vSwitch", facts = { ["cpu.use"] = cpus }, expect = { outcome = "ruled_out" } },
}
