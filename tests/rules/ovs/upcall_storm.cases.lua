local function datapath(missed, lost)
  return { netns = "self", datapath = "ovs-system", hit = 4000, missed = missed, lost = lost,
           elapsed = 10000000 }
end
local function handlers(first, second)
  return { { tid = 31, pid = 30, thread = "handler1", kind = "handler", started = 1, run = first,
             elapsed = 10000000 },
           { tid = 32, pid = 30, thread = "handler2", kind = "handler", started = 1, run = second,
             elapsed = 10000000 } }
end

return {
  { "misses that keep a handler busy",
    facts = { ["ovs.datapaths"] = { datapath(90000, 0) }, ["sched.threads"] = handlers(9500000, 100000) },
    expect = { outcome = "confirmed", severity = "abnormal",
               where = { netns = "self", bridge = "ovs-system" },
               says = "9,000 packets a second were sent up" } },

  { "less, spread over two",
    facts = { ["ovs.datapaths"] = { datapath(90000, 0) }, ["sched.threads"] = handlers(3000000, 3000000) },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "the same with packets lost",
    facts = { ["ovs.datapaths"] = { datapath(90000, 500) },
              ["sched.threads"] = handlers(3000000, 3000000) },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "flows that send every packet up miss nothing",
    facts = { ["ovs.datapaths"] = { datapath(20, 0) }, ["sched.threads"] = handlers(9600000, 0),
              ["ovs.upcall_account"] = { { upcalls = 30000, handed = 30000, taken = 29000,
                                           window = 10000 } },
              ["ovs.upcall_ports"] = { { netns = "self", device = "tap0", kind = "action",
                                         family = "ipv4", protocol = "udp", upcalls = 29980 },
                                       { netns = "self", device = "tap0", kind = "miss",
                                         family = "ipv4", protocol = "udp", upcalls = 20 } } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { device = "tap0" },
               says = "3,000 packets a second were sent up to ovs-vswitchd: 20 found no flow, 29,980 by" } },

  { "many, and the handlers are at ease",
    facts = { ["ovs.datapaths"] = { datapath(90000, 0) }, ["sched.threads"] = handlers(1000000, 1000000) },
    expect = { outcome = "ruled_out" } },

  { "few, and the handlers are busy with something else",
    facts = { ["ovs.datapaths"] = { datapath(500, 0) }, ["sched.threads"] = handlers(9900000, 0) },
    expect = { outcome = "ruled_out" } },

  { "nobody tells what the handlers ran",
    facts = { ["ovs.datapaths"] = { datapath(200000, 0) } },
    absent = { "sched.threads" },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "no Open vSwitch", facts = {}, expect = { outcome = "ruled_out" } },
}
