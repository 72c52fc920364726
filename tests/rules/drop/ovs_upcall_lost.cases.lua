local datapath = { netns = "self", datapath = "ovs-system", hit = 9000, missed = 1000, lost = 400 }
local port = { netns = "self", datapath = "ovs-system", device = "vnet0", rx_packets = 10000 }
local nobody = { netns = "self", device = "vnet0", direction = "rx", family = "ipv4",
                 protocol = "udp", reason = "NOT_SPECIFIED", subsystem = "core",
                 location = "ovs_dp_process_packet", packets = 400 }

return {
  { "the handler's socket is full",
    facts = { ["ovs.datapaths"] = { datapath }, ["ovs.ports"] = { port },
              ["ovs.sockets"] = { { netns = "self", datapath = "ovs-system", portid = 77, drops = 390,
                                    there = true, cpu = 1 },
                                  { netns = "self", datapath = "ovs-system", portid = 78, drops = 10,
                                    there = true, cpu = 0 } } },
    expect = { outcome = "confirmed", severity = "abnormal", lost = 400, carried = 600,
               where = { netns = "self", bridge = "ovs-system", reason = "socket_full", cpu = 1 },
               says = "the socket of its handler was full, port id 77" } },

  { "the port that 6.3 and later name",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.ports"] = { { netns = "self", datapath = "ovs-system", device = "vnet0",
                                  upcalls = 10, upcalls_lost = 390 },
                                { netns = "self", datapath = "ovs-system", device = "vnet1",
                                  upcalls = 590, upcalls_lost = 10 } } },
    expect = { outcome = "confirmed", where = { device = "vnet0" }, says = "most came in by vnet0" } },

  { "what was watched while it happened",
    facts = { ["ovs.datapaths"] = { datapath },
              ["ovs.upcalls_lost"] = { { netns = "self", device = "vnet0", error = "EAGAIN",
                                         handler = 77, packets = 190 },
                                       { netns = "self", device = "vnet1", error = "EAGAIN",
                                         handler = 77, packets = 10 } } },
    expect = { outcome = "confirmed", where = { device = "vnet0", reason = "socket_full" },
               says = "was full (EAGAIN), port id 77, most came in by vnet0" } },

  { "nobody listens: each is freed as dropped, and counted once",
    facts = { ["ovs.datapaths"] = { datapath }, ["drops.kernel"] = { nobody },
              ["ovs.sockets"] = { { netns = "self", datapath = "ovs-system", portid = 77,
                                    there = false } } },
    expect = { outcome = "confirmed", lost = 400,
               where = { netns = "self", bridge = "ovs-system", reason = "no_handler",
                         device = "vnet0" },
               says = "nobody listened (1 of 1 sockets are gone)" } },

  { "some of both",
    facts = { ["ovs.datapaths"] = { datapath },
              ["drops.kernel"] = { { netns = "self", device = "vnet0", direction = "rx",
                reason = "", subsystem = "", location = "ovs_dp_process_packet", packets = 200 } } },
    expect = { outcome = "confirmed", lost = 400, says = "200 found a full socket, 200 no handler" } },

  { "every miss arrived",
    facts = { ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 9000,
                                      missed = 1000 } } },
    expect = { outcome = "ruled_out" } },

  { "a few of a million",
    facts = { ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", missed = 1000000,
                                      lost = 20 } } },
    expect = { outcome = "ruled_out" } },

  { "no Open vSwitch", facts = {}, expect = { outcome = "ruled_out" } },
}
