local tap = { pid = 7, device = "vnet0", vm = "web", queues = 2, vhosts = 2 }
local process = { pid = 7, vm = "web", process = "qemu", state = "S", kvm = true, vhosts = 2, vcpus = 4 }
local function tap_queue(number, reader, waiting)
  return { netns = "self", device = "vnet0", queue = number, pid = 7, queues = 2, reader = reader,
           size = 1000, waiting = waiting }
end

return {
  { "a queue that vhost does not serve, and packets wait in it",
    facts = { ["vms.taps"] = { tap }, ["vms.processes"] = { process },
              ["tap.queues"] = { tap_queue(0, "vhost", 0), tap_queue(1, "process", 44) } },
    expect = { outcome = "confirmed", severity = "attention", where = { device = "vnet0", queue = 1 },
               says = "serves 1 queues of vnet0 and not the other 1" } },

  { "nothing waits in it",
    facts = { ["vms.taps"] = { tap },
              ["tap.queues"] = { tap_queue(0, "vhost", 0), tap_queue(1, "process", 0) },
              ["vhost.rings"] = { {} } },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
