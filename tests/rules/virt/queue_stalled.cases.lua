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
local function guest(number, available)
  return { netns = "self", device = "vnet0", queue = number, ring = "to_guest", pid = 7,
           available = available, avail_at = 12890 }
end

return {
  { "one of two stands, and the ring itself says that no buffer is in it",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, {}), queue(1, { waiting = 256 }) },
              ["vhost.rings"] = { ring(0, { moved = 900 }), ring(1, {}) },
              ["vhost.guest"] = { guest(0, 200), guest(1, 0) },
              ["vhost.traffic"] = { traffic(0, { packets = 900, standing = 3 }),
                                    traffic(1, { full = 2847, standing = 10000 }) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 2847,
               where = { device = "vnet0", queue = 1 },
               says = "queue 1 of vnet0 (web, pid 7) stands still for 10 s while 1 of its 2 queues move" } },

  { "the guest's own index is not known: vhost's copy may be old",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { queue(0, {}), queue(1, { waiting = 256 }) },
              ["vhost.rings"] = { ring(0, { moved = 900 }), ring(1, {}) },
              ["vhost.traffic"] = { traffic(0, { packets = 900, standing = 3 }),
                                    traffic(1, { full = 2847, standing = 10000 }) } },
    expect = { outcome = "suspected", where = { queue = 1 } } },

  { "buffers are there: it waits for its worker",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { queue(0, {}), queue(1, { waiting = 256 }) },
              ["vhost.rings"] = { ring(0, { moved = 900 }), ring(1, {}) },
              ["vhost.guest"] = { guest(0, 200), guest(1, 200) },
              ["vhost.traffic"] = { traffic(0, { packets = 900, standing = 3 }),
                                    traffic(1, { full = 2847, standing = 10000 }) } },
    expect = { outcome = "ruled_out" } },

  { "the other one was served long after, and then nothing came for it any more",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { queue(0, {}), queue(1, { waiting = 45 }) },
              ["vhost.rings"] = { ring(0, { moved = 822 }), ring(1, { moved = 62 }) },
              ["vhost.guest"] = { guest(0, 60), guest(1, 0) },
              ["vhost.traffic"] = { traffic(0, { packets = 822, standing = 3885 }),
                                    traffic(1, { packets = 62, full = 733, standing = 7598 }) } },
    expect = { outcome = "confirmed", where = { device = "vnet0", queue = 1 } } },

  { "the other one got its last packet when the guest stopped",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { queue(0, {}), queue(1, { waiting = 45 }) },
              ["vhost.rings"] = { ring(0, { moved = 20 }), ring(1, { moved = 62 }) },
              ["vhost.guest"] = { guest(0, 60), guest(1, 0) },
              ["vhost.traffic"] = { traffic(0, { packets = 20, standing = 7650 }),
                                    traffic(1, { packets = 62, full = 733, standing = 7598 }) } },
    expect = { outcome = "ruled_out" } },

  { "all stand: that is the guest",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { queue(0, { waiting = 9 }), queue(1, { waiting = 256 }) },
              ["vhost.rings"] = { ring(0, {}), ring(1, {}) },
              ["vhost.guest"] = { guest(0, 0), guest(1, 0) },
              ["vhost.traffic"] = { traffic(0, { standing = 10000 }),
                                    traffic(1, { standing = 10000 }) } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
