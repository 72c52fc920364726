local tap = { pid = 7, device = "vnet0", vm = "web", queues = 2, vhosts = 2 }
local process = { pid = 7, vm = "web", process = "qemu", state = "S", kvm = true, vhosts = 2, vcpus = 4 }
local queue = { netns = "self", device = "vnet0", queue = 0, pid = 7, queues = 1, reader = "vhost" }
local ring = { netns = "self", device = "vnet0", queue = 0, ring = "to_guest" }
local function links(mtu)
  return { { netns = "self", device = "vnet0", kind = "tun", master = "ovs-system", mtu = mtu,
             tx_packets = 900 },
           { netns = "self", device = "eth0", master = "ovs-system", mtu = 9000 } }
end
local function drops(packets)
  return { { netns = "self", device = "vnet0", direction = "rx", reason = "NOT_SPECIFIED",
             location = "ovs_vport_send", packets = packets } }
end

return {
  { "large packets die before the tap",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue }, ["vhost.rings"] = { ring },
              ["links.counters"] = links(1500), ["drops.kernel"] = drops(120) },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 120, where = { device = "vnet0" },
               says = "vnet0 takes packets of 1,500 bytes and eth0 at the same switch of 9,000; 120" } },

  { "Open vSwitch counted them at the port",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue }, ["vhost.rings"] = { ring },
              ["links.counters"] = { { netns = "self", device = "vnet0", kind = "tun", master = "ovs-system",
                mtu = 1500, tx_packets = 900, tx_errors = 77 },
                { netns = "self", device = "eth0", master = "ovs-system", mtu = 9000 } } },
    expect = { outcome = "confirmed", lost = 77 } },

  { "one packet in a million is larger",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue }, ["vhost.rings"] = { ring },
              ["links.counters"] = { { netns = "self", device = "vnet0", kind = "tun", master = "ovs-system",
                mtu = 1500, tx_packets = 10000000 },
                { netns = "self", device = "eth0", master = "ovs-system", mtu = 9000 } },
              ["drops.kernel"] = drops(10) },
    expect = { outcome = "ruled_out" } },

  { "they differ, and nothing is lost",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue }, ["vhost.rings"] = { ring },
              ["links.counters"] = links(1500) },
    expect = { outcome = "ruled_out" } },

  { "they are the same",
    facts = { ["vms.taps"] = { tap }, ["tap.queues"] = { queue }, ["vhost.rings"] = { ring },
              ["links.counters"] = links(9000), ["drops.kernel"] = drops(120) },
    expect = { outcome = "ruled_out" } },

  { "a host without virtual machines", facts = {},
    expect = { outcome = "ruled_out", says = "no virtual machine" } },

  { "taps whose queues could not be read",
    facts = { ["vms.taps"] = { tap } }, absent = { "tap.queues", "vhost.rings", "vhost.traffic" },
    expect = { outcome = "undecided", says = "could not be read" } },
}
