local function worker(wait, slices)
  return { tid = 50, pid = 50, thread = "vhost-4711", kind = "vhost", started = 1, run = 2000000,
           wait = wait, slices = slices, elapsed = 10000000, state = "S", cpu = 3, numa = 0,
           allowed = "0-7", allowed_cpus = 8 }
end
local function cpu(idle)
  return { cpu = 3, ticks = 1000, idle = idle, numa = 0 }
end
local function state(number, name, latency, entered, disabled)
  return { cpu = 3, state = number, name = name, latency = latency, entered = entered,
           spent = 100 * entered, elapsed = 10000000, disabled = disabled or false }
end
local c6 = { state(1, "C1", 1, 9000), state(3, "C6", 290, 40000) }

return {
  { "a worker wakes late on a CPU that sleeps deeply",
    facts = { ["sched.threads"] = { worker(5200000, 60000) }, ["cpu.idle_states"] = c6,
              ["cpu.use"] = { cpu(0.8) } },
    expect = { outcome = "confirmed", severity = "attention",
               where = { cpu = 3, pid = 50, thread = "vhost-4711" },
               says = "vhost-4711 ran 87 us after it was woken" } },

  { "later still",
    facts = { ["sched.threads"] = { worker(9000000, 60000) }, ["cpu.idle_states"] = c6,
              ["cpu.use"] = { cpu(0.8) } },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "the state is used, and nobody is late",
    facts = { ["sched.threads"] = { worker(700000, 60000) }, ["cpu.idle_states"] = c6,
              ["cpu.use"] = { cpu(0.8) } },
    expect = { outcome = "ruled_out", says = "C6, 290 us to leave" } },

  { "late on a busy CPU: other work is what it waits for",
    facts = { ["sched.threads"] = { worker(5200000, 60000) }, ["cpu.idle_states"] = c6,
              ["cpu.use"] = { cpu(0.2) } },
    expect = { outcome = "ruled_out" } },

  { "late, but the state is forbidden",
    facts = { ["sched.threads"] = { worker(5200000, 60000) }, ["cpu.use"] = { cpu(0.8) },
              ["cpu.idle_states"] = { state(1, "C1", 1, 9000), state(3, "C6", 290, 40000, true) } },
    expect = { outcome = "ruled_out" } },

  { "late, but the state was hardly entered",
    facts = { ["sched.threads"] = { worker(5200000, 60000) }, ["cpu.use"] = { cpu(0.8) },
              ["cpu.idle_states"] = { state(1, "C1", 1, 90000), state(3, "C6", 290, 400) } },
    expect = { outcome = "ruled_out" } },

  { "late a few times",
    facts = { ["sched.threads"] = { worker(52000, 600) }, ["cpu.idle_states"] = c6,
              ["cpu.use"] = { cpu(0.8) } },
    expect = { outcome = "ruled_out" } },

  { "a VM without idle states",
    facts = { ["sched.threads"] = { worker(5200000, 60000) }, ["cpu.use"] = { cpu(0.8) } },
    expect = { outcome = "ruled_out", says = "no idle states" } },
}
