local tap = { pid = 7, device = "vnet0", vm = "web", queues = 2, vhosts = 2 }
local process = { pid = 7, vm = "web", process = "qemu", state = "S", kvm = true, vhosts = 2, vcpus = 4 }
local function tap_queue(offloads)
  return { netns = "self", device = "vnet0", queue = 0, pid = 7, queues = 1, reader = "vhost",
           size = 1000, offloads = offloads }
end
local link = { netns = "self", device = "vnet0", kind = "tun", tx_packets = 400000,
               tx_bytes = 560000000 }
local traffic = { netns = "self", device = "vnet0", queue = 0, ring = "to_guest", window_ms = 10000 }
local ring = { netns = "self", device = "vnet0", queue = 0, ring = "to_guest" }

return {
  { "bulk in small pieces",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { tap_queue(false) }, ["vhost.rings"] = { ring },
              ["links.counters"] = { link }, ["vhost.traffic"] = { traffic } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "vnet0", pid = 7 },
               says = "400,000 of 1,400 bytes each went to it, 40,000 a second" } },

  { "offloads are on",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { tap_queue(true) }, ["vhost.rings"] = { ring },
              ["links.counters"] = { link }, ["vhost.traffic"] = { traffic } },
    expect = { outcome = "ruled_out" } },

  { "small packets gain nothing",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { tap_queue(false) }, ["vhost.rings"] = { ring },
              ["links.counters"] = { { netns = "self", device = "vnet0", tx_packets = 400000,
                                       tx_bytes = 40000000 } },
              ["vhost.traffic"] = { traffic } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
