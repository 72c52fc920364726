local tap = { pid = 7, device = "vnet0", vm = "web", queues = 2, vhosts = 2 }
local process = { pid = 7, vm = "web", process = "qemu", state = "S", kvm = true, vhosts = 2, vcpus = 4 }
local function tap_queue(reader)
  return { netns = "self", device = "vnet0", queue = 0, pid = 7, queues = 1, reader = reader,
           size = 1000 }
end
local link = { netns = "self", device = "vnet0", kind = "tun", tx_packets = 3000, rx_packets = 2000 }

return {
  { "QEMU serves the tap itself",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { tap_queue("process") }, ["links.counters"] = { link } },
    expect = { outcome = "confirmed", severity = "attention",
               where = { device = "vnet0", pid = 7, vm = "web" },
               says = "qemu (pid 7) of web carries the packets of vnet0 itself, without vhost-net: 5,000" } },

  { "its queues cannot be looked into, and it has not opened vhost-net",
    facts = { ["vms.taps"] = { { pid = 7, device = "vnet0", vm = "web", queues = 1, vhosts = 0 } },
              ["vms.processes"] = { process }, ["links.counters"] = { link } },
    absent = { "tap.queues", "vhost.rings" },
    expect = { outcome = "confirmed", where = { netns = "self", device = "vnet0", pid = 7, vm = "web" } } },

  { "queues cannot be looked into, and its process has vhost-net open",
    facts = { ["vms.taps"] = { { pid = 7, device = "vnet0", vm = "web", queues = 1, vhosts = 1 } },
              ["vms.processes"] = { process }, ["links.counters"] = { link } },
    absent = { "tap.queues", "vhost.rings" },
    expect = { outcome = "ruled_out", says = "has vhost-net open" } },

  { "vhost serves it",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { tap_queue("vhost") }, ["links.counters"] = { link } },
    expect = { outcome = "ruled_out" } },

  { "a VPN's daemon is no virtual machine",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { { pid = 7, vm = "openvpn", kvm = false } },
              ["tap.queues"] = { tap_queue("process") }, ["links.counters"] = { link } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },
}
