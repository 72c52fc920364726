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

return {
  { "all in one queue, which overflows",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 8900, put = 9000, full = 500 }),
                                    traffic(1, { packets = 100 }) } },
    expect = { outcome = "confirmed", severity = "attention", lost = 500,
               where = { device = "vnet0", queue = 0 }, says = "99 % of the packets" } },

  { "all in one queue, which lost one packet in a million",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 10000000, full = 10 }),
                                    traffic(1, { packets = 100 }) } },
    expect = { outcome = "ruled_out" } },

  { "all in one queue, which is enough",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 9000 }), traffic(1, { packets = 100 }) } },
    expect = { outcome = "ruled_out" } },

  { "spread, and both overflow",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, {}), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 5000, full = 300 }),
                                    traffic(1, { packets = 5000, full = 300 }) } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
