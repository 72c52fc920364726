local datapath = { netns = "self", datapath = "ovs-system", hit = 1000 }
local meter = { netns = "self", datapath = "ovs-system", meter = 0, packets = 1000, dropped = 800,
                told = false }

return {
  { "a meter takes most, before 6.6",
    facts = { ["ovs.datapaths"] = { datapath }, ["ovs.meters"] = { meter } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 800, carried = 200,
               where = { netns = "self", bridge = "ovs-system" },
               says = "meter 0 of the datapath took 800 of 1,000" } },

  { "the same from 6.6 on: the events are the loss",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.meters"] = { { netns = "self", datapath = "ovs-system", meter = 0,
                                   packets = 1000, dropped = 800, told = true } },
              ["drops.kernel"] = { { netns = "self", device = "vnet0", direction = "rx",
                family = "ipv4", protocol = "udp", reason = "OVS_DROP_METER",
                subsystem = "openvswitch", location = "do_execute_actions", packets = 800 } } },
    expect = { outcome = "confirmed", lost = 800, carried = 200,
               where = { netns = "self", device = "vnet0" } } },

  { "a meter that nothing runs into",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.meters"] = { { netns = "self", datapath = "ovs-system", meter = 0,
                                   packets = 1000, told = false } } },
    expect = { outcome = "ruled_out" } },
}
