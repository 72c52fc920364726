local tap = { pid = 7, device = "vnet0", vm = "web", queues = 2, vhosts = 2 }
local process = { pid = 7, vm = "web", process = "qemu", state = "S", kvm = true, vhosts = 2, vcpus = 4 }
local function queue(number, with)
  return { netns = "self", device = "vnet0", queue = number, pid = 7, queues = 2, reader = "vhost",
           size = 1000, waiting = with.waiting or 0, full = false, got_moved = with.moved or 0,
           put_moved = with.put or 0 }
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
local function thread(number, with)
  return { tid = 70 + number, role = "vhost", thread = "vhost-7", pid = 7, cpu = with.cpu or 3,
           affinity = with.affinity or "0-7", state = with.state or "S", elapsed_us = 10000000,
           run_us = with.run or 100000, wait_us = with.wait or 1000 }
end

return {
  { "no buffer is posted in its only busy queue",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, { waiting = 985 }), queue(1, {}) },
              ["vhost.rings"] = { ring(0, { held = 15 }), ring(1, {}) },
              ["vhost.guest"] = { guest(0, 0), guest(1, 256) },
              ["vhost.traffic"] = { traffic(0, { full = 4000, standing = 9500 }),
                                    traffic(1, { standing = 10000 }) } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 4000,
               where = { device = "vnet0", vm = "web", pid = 7 },
               says = "web (pid 7) has posted no buffer for vnet0: 1,000 packets wait" } },

  { "its process and its worker are stopped",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, { waiting = 30 }) },
              ["vhost.rings"] = { ring(0, {}) }, ["vhost.guest"] = { guest(0, 256) },
              ["vms.threads"] = { thread(0, { state = "T" }) },
              ["vhost.traffic"] = { traffic(0, { put = 30, standing = 9500 }) } },
    expect = { outcome = "confirmed", says = "is stopped: 30 packets wait" } },

  { "its second interface is down since long: what waits is old, and nothing comes",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { queue(0, { waiting = 3 }) },
              ["vhost.rings"] = { ring(0, {}) }, ["vhost.guest"] = { guest(0, 0) },
              ["vhost.traffic"] = { traffic(0, { put = 2, standing = 10000 }) } },
    expect = { outcome = "ruled_out" } },

  { "without the programs two readings tell",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, { waiting = 30, put = 30 }) },
              ["vhost.rings"] = { ring(0, {}) } },
    absent = { "vhost.traffic", "vhost.guest" },
    expect = { outcome = "confirmed", says = "vhost knows of no buffer" } },

  { "packets wait and go on",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, { waiting = 900, moved = 4 }) },
              ["vhost.rings"] = { ring(0, { moved = 800 }) }, ["vhost.guest"] = { guest(0, 0) },
              ["vhost.traffic"] = { traffic(0, { packets = 800, full = 900, standing = 20 }) } },
    expect = { outcome = "ruled_out" } },

  { "a guest nobody sends to",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue(0, {}) },
              ["vhost.rings"] = { ring(0, {}) }, ["vhost.guest"] = { guest(0, 0) },
              ["vhost.traffic"] = { traffic(0, { standing = 10000 }) } },
    expect = { outcome = "ruled_out" } },

  { "another queue moves: not the guest as a whole",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { queue(0, { waiting = 900 }), queue(1, {}) },
              ["vhost.rings"] = { ring(0, {}), ring(1, { moved = 90 }) },
              ["vhost.guest"] = { guest(0, 0), guest(1, 200) },
              ["vhost.traffic"] = { traffic(0, { standing = 9000 }),
                                    traffic(1, { packets = 90, standing = 20 }) } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
