local tap = { pid = 7, device = "vnet0", vm = "web", queues = 2, vhosts = 2 }
local process = { pid = 7, vm = "web", process = "qemu", state = "S", kvm = true, vhosts = 2, vcpus = 4 }
local function queue(number, with)
  return { netns = "self", device = "vnet0", queue = number, pid = 7, queues = 2, reader = "vhost",
           size = 1000, waiting = with.waiting or 0, full = false, got_moved = with.moved or 0 }
end
local function ring(number, with)
  return { netns = "self", device = "vnet0", queue = number, ring = "to_guest", pid = 7,
           worker = 70 + number, size = 256, held = with.held or 0, used_moved = with.moved or 0,
           known_available = with.known or 0 }
end
local function traffic(number, with)
  return { netns = "self", device = "vnet0", queue = number, ring = "to_guest",
           packets = with.packets or 0, batches = with.batches or 0, signals = with.signals or 0,
           put = with.put or with.packets or 0, full = with.full or 0, window_ms = 10000,
           standing_ms = with.standing or 0, wakes = with.wakes or 0, waits = with.waits or 0,
           wake_p50_us = with.p50 or 0.0, wake_p99_us = with.p99 or 0.0,
           wait_p50_us = with.p50 or 0.0, wait_p99_us = with.p99 or 0.0 }
end
local function thread(number, with)
  return { tid = 70 + number, role = "vhost", thread = "vhost-7", pid = 7, cpu = with.cpu or 3,
           affinity = with.affinity or "0-7", state = with.state or "S", elapsed_us = 10000000,
           run_us = with.run or 100000, wait_us = with.wait or 1000 }
end
local function cpus(count)
  local list = {}
  for number = 0, count - 1 do list[#list + 1] = { cpu = number, ticks = 1000, idle = 0.5 } end
  return list
end

return {
  { "both workers on one CPU of eight",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 5000, full = 70 }),
                                    traffic(1, { packets = 5000 }) },
              ["cpu.use"] = cpus(8),
              ["vms.threads"] = { thread(0, { affinity = "3", run = 5000000, wait = 4500000 }),
                                  thread(1, { affinity = "3", run = 4500000, wait = 5000000 }) } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "vnet0", cpu = 3 },
               says = "the 2 vhost workers of web (pid 7, vnet0) may run on CPU 3 only, of 8",
               advises = "taskset -cp 0-7 70" } },

  { "confined, and neither waits",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 5000, full = 70 }),
                                    traffic(1, { packets = 5000 }) },
              ["cpu.use"] = cpus(8),
              ["vms.threads"] = { thread(0, { affinity = "3" }), thread(1, { affinity = "3" }) } },
    expect = { outcome = "ruled_out" } },

  { "each has a CPU of its own",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 5000, full = 70 }),
                                    traffic(1, { packets = 5000 }) },
              ["cpu.use"] = cpus(8),
              ["vms.threads"] = { thread(0, { affinity = "3", wait = 5000000 }),
                                  thread(1, { affinity = "4", wait = 5000000 }) } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
