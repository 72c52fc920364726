local datapath = { netns = "self", datapath = "ovs-system", hit = 4000, missed = 6000,
                   elapsed = 10000000 }
local flows = { netns = "self", datapath = "ovs-system", flows = 6100, known = 6100, fresh = 6000,
                gone = 40, fresh_packets = 9000, one_in = 1, whole = true }

return {
  { "a flow for every second packet",
    facts = { ["ovs.datapaths"] = { datapath }, ["ovs.flow_tables"] = { flows } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", bridge = "ovs-system" },
               says = "6,000 of 6,100 flows in ovs-system were made in the window (600 per second)" } },

  { "many new flows that carry much: a busy start",
    facts = { ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 4000000,
                                      missed = 6000, elapsed = 10000000 } },
              ["ovs.flow_tables"] = { flows } },
    expect = { outcome = "ruled_out" } },

  { "few flows",
    facts = { ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 5, missed = 50,
                                      elapsed = 10000000 } },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 50,
                                        known = 50, fresh = 50, fresh_packets = 60 } } },
    expect = { outcome = "ruled_out" } },

  { "a table that could not be read whole",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 200000,
                                        whole = false, fresh = {}, known = {}, gone = {},
                                        fresh_packets = {} } } },
    expect = { outcome = "undecided" } },

  { "no Open vSwitch", facts = {}, expect = { outcome = "ruled_out", says = "no Open vSwitch" } },
}
