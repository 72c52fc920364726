local flow = { netns = "self", datapath = "ovs-system", flow = "14e854e5-224d", packets = 500,
               drops = true, told = false, device = "vnet0", family = "ipv4", protocol = "udp",
               port = 5000, key = "in_port(2),eth_type(0x800),ipv4(proto=17),udp(dst=5000)",
               actions = "drop" }
local datapath = { netns = "self", datapath = "ovs-system", hit = 4000 }
local port = { netns = "self", datapath = "ovs-system", device = "vnet0", rx_packets = 1000 }

return {
  { "a flow without actions, before 6.6: no drop event tells of it",
    facts = { ["ovs.flows"] = { flow }, ["ovs.datapaths"] = { datapath }, ["ovs.ports"] = { port } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 500, carried = 500,
               where = { netns = "self", device = "vnet0", bridge = "ovs-system", protocol = "udp",
                         family = "ipv4", port = 5000 },
               says = "by a flow that says so: in_port(2)" } },

  { "the same from 6.6 on: the event is the loss, the flow its name",
    facts = { ["drops.kernel"] = { { netns = "self", device = "vnet0", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "OVS_DROP_LAST_ACTION",
                subsystem = "openvswitch", location = "do_execute_actions", packets = 500 } },
              ["ovs.flows"] = { { netns = "self", datapath = "ovs-system", flow = "1", packets = 500,
                                  drops = true, told = true, device = "vnet0", key = "in_port(2)" } },
              ["ovs.datapaths"] = { datapath }, ["ovs.ports"] = { port } },
    expect = { outcome = "confirmed", lost = 500, says = "in_port(2) (500 packets)" } },

  { "a trunk brings the ARP of VLANs that are not used here, before 6.6",
    facts = { ["ovs.flows"] = { { netns = "self", datapath = "ovs-system", flow = "1", packets = 3000, drops = true,
                                  told = false, device = "eth0", family = "arp", protocol = "", port = 0,
                                  key = "in_port(1),eth_type(0x806)", actions = "drop" } },
              ["nic.links"] = { { netns = "self", device = "eth0" } }, ["ovs.datapaths"] = { datapath },
              ["ovs.ports"] = { { netns = "self", datapath = "ovs-system", device = "eth0", rx_packets = 9000 } } },
    expect = { outcome = "ruled_out", says = "concern no guest here" } },

  { "and since, where drops have reasons",
    facts = { ["drops.kernel"] = { { netns = "self", device = "eth0", direction = "rx", family = "other",
                protocol = "arp", reason = "OVS_DROP_LAST_ACTION", subsystem = "openvswitch",
                location = "do_execute_actions", packets = 3000 } },
              ["nic.links"] = { { netns = "self", device = "eth0" } }, ["ovs.datapaths"] = { datapath },
              ["ovs.ports"] = { { netns = "self", datapath = "ovs-system", device = "eth0", rx_packets = 9000 } } },
    expect = { outcome = "ruled_out" } },

  { "the ARP of a guest is its own",
    facts = { ["drops.kernel"] = { { netns = "self", device = "vnet0", direction = "rx", family = "other",
                protocol = "arp", reason = "OVS_DROP_LAST_ACTION", subsystem = "openvswitch",
                location = "do_execute_actions", packets = 300 } },
              ["nic.links"] = { { netns = "self", device = "eth0" } }, ["ovs.datapaths"] = { datapath },
              ["ovs.ports"] = { port } },
    expect = { outcome = "confirmed", lost = 300 } },

  { "a small part of the traffic is what somebody wanted",
    facts = { ["ovs.flows"] = { flow }, ["ovs.datapaths"] = { datapath },
              ["ovs.ports"] = { { netns = "self", datapath = "ovs-system", device = "vnet0",
                                  rx_packets = 1000000 } } },
    expect = { outcome = "ruled_out" } },

  { "but not when the question names that very traffic",
    scope = { dst_port = "5000" },
    facts = { ["ovs.flows"] = { flow }, ["ovs.datapaths"] = { datapath },
              ["ovs.ports"] = { { netns = "self", datapath = "ovs-system", device = "vnet0",
                                  rx_packets = 100000 } } },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "another port is asked about",
    scope = { dst_port = "6000" },
    facts = { ["ovs.flows"] = { flow }, ["ovs.datapaths"] = { datapath }, ["ovs.ports"] = { port } },
    expect = { outcome = "ruled_out" } },

  { "another device is asked about",
    scope = { device = "vnet1" },
    facts = { ["ovs.flows"] = { flow }, ["ovs.datapaths"] = { datapath }, ["ovs.ports"] = { port } },
    expect = { outcome = "ruled_out" } },

  { "flows that deliver",
    facts = { ["ovs.flows"] = { { netns = "self", datapath = "ovs-system", flow = "1", packets = 500,
                                  drops = false, told = false } },
              ["ovs.datapaths"] = { datapath } },
    expect = { outcome = "ruled_out" } },
}
