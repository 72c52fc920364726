local datapath = { netns = "self", datapath = "ovs-system", hit = 4000, missed = 6000,
                   elapsed = 10000000 }

return {
  { "at the limit",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 199990,
                                        most = 200010, limit = 200000 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", bridge = "ovs-system" },
               says = "holds 200,010 flows and ovs-vswitchd allows 200,000" } },

  { "at the limit, and hardly a packet misses",
    facts = { ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 4000000,
                                      missed = 100, elapsed = 10000000 } },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 200000,
                                        most = 200000, limit = 200000 } } },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "emptied when it was twice over its limit, and full again and again",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 1, most = 170,
                                        limit = 60, refused = 900, emptied = 3 } } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "for 900 of them no flow was made since there was no room; the table was emptied 3 times" } },

  { "counters that stood still",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 100, most = 200,
                                        limit = 200000, refused = 0, emptied = 0 } } },
    expect = { outcome = "ruled_out" } },

  { "it was full once",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 20,
                                        most = 200000, limit = 200000 } } },
    expect = { outcome = "ruled_out" } },

  { "room left",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 100,
                                        most = 200, limit = 200000 } } },
    expect = { outcome = "ruled_out", says = "0.05 %" } },

  { "nobody says how many are allowed",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 150000,
                                        most = {}, limit = {} } } },
    expect = { outcome = "undecided" } },

  { "nobody says, and there are few",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.flow_tables"] = { { netns = "self", datapath = "ovs-system", flows = 15,
                                        most = {}, limit = {} } } },
    expect = { outcome = "ruled_out", says = "at most 15 flows" } },
}
