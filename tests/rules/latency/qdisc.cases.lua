local function stage(name, path, device, samples, p50, p99)
  return { netns = "self", path = path, from = "br0", to = "eth0", stage = name, device = device,
           samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 2 * p99, mean = p50 }
end

return {
  { "half a millisecond in the queue of the uplink",
    facts = { ["path.stages"] = { stage("total", "host_to_wire", "br0", 5000, 20.5, 530.5),
                                  stage("qdisc", "host_to_wire", "eth0", 5000, 3.5, 510.5),
                                  stage("driver", "host_to_wire", "eth0", 5000, 9.5, 14.5) },
              ["qdiscs.counters"] = { { netns = "self", device = "eth0", parent = "root", kind = "netem" } } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { netns = "self", device = "eth0" },
               says = "p99 of 5,000 packets (host_to_wire) waited" } },

  { "fq below mq: the median decides, and it paces",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 5000, 700.5, 5100.5) },
              ["qdiscs.counters"] = {
                { netns = "self", device = "eth0", handle = "0:", parent = "root", kind = "mq", packets = 5000 },
                { netns = "self", device = "eth0", handle = "0:", parent = "0:1", kind = "fq_codel", packets = 9 },
                { netns = "self", device = "eth0", handle = "0:", parent = "0:2", kind = "fq", packets = 4991 } } },
    expect = { outcome = "confirmed", severity = "attention",
               says = "in the queueing discipline fq of eth0, longest" } },

  { "fq has only a tail",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 5000, 3.5, 5100.5) },
              ["qdiscs.counters"] = { { netns = "self", device = "eth0", handle = "8001:", parent = "root",
                                        kind = "fq", packets = 5000 } } },
    expect = { outcome = "ruled_out" } },

  { "mq is not what they wait in",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 5000, 3.5, 510.5) },
              ["qdiscs.counters"] = {
                { netns = "self", device = "eth0", handle = "8001:", parent = "root", kind = "mq", packets = 5000 },
                { netns = "self", device = "eth0", handle = "0:", parent = "8001:1", kind = "fq_codel",
                  packets = 5000 } } },
    expect = { outcome = "confirmed", severity = "abnormal", says = "in the queueing discipline fq_codel of eth0" } },

  { "between the two figures",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 5000, 3.5, 70.5) } },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "few samples: the median decides, not the tail",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 200, 3.5, 5000.5) } },
    expect = { outcome = "ruled_out", says = "p50 of 200 packets was at most" } },

  { "too few samples",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 29, 5000.5, 5000.5) } },
    expect = { outcome = "undecided", says = "29" } },

  { "another stage is slow",
    facts = { ["path.stages"] = { stage("qdisc", "host_to_wire", "eth0", 5000, 3.5, 12.5),
                                  stage("softirq", "wire_to_host", "br0", 5000, 300.5, 3000.5) } },
    expect = { outcome = "ruled_out" } },

  { "not measured", absent = { "path.stages" }, expect = { outcome = "undecided" } },
}
