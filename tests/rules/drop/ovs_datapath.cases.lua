local function drop(reason, subsystem, location)
  return { netns = "self", device = "vnet0", direction = "rx", family = "ipv4", protocol = "udp",
           reason = reason, subsystem = subsystem, location = location, packets = 200 }
end
local facts = function (event)
  return { ["drops.kernel"] = { event },
           ["ovs.datapaths"] = { { netns = "self", datapath = "ovs-system", hit = 5000 } },
           ["ovs.ports"] = { { netns = "self", datapath = "ovs-system", device = "vnet0",
                               rx_packets = 1000 } } }
end

return {
  { "too many steps wait, by place",
    facts = facts(drop("NOT_SPECIFIED", "core", "clone_execute")),
    expect = { outcome = "confirmed", severity = "abnormal", lost = 200, carried = 800,
               where = { netns = "self", device = "vnet0", location = "clone_execute" },
               says = "more steps (recirculations, samples) waiting" } },
  { "too many steps wait, without reasons (5.10)",
    facts = facts(drop("", "", "clone_execute")),
    expect = { outcome = "confirmed", says = "more steps" } },
  { "too many steps wait, by reason",
    facts = facts(drop("OVS_DROP_DEFERRED_LIMIT", "openvswitch", "clone_execute")),
    expect = { outcome = "confirmed", where = { reason = "OVS_DROP_DEFERRED_LIMIT" },
               says = "more steps" } },
  { "a loop",
    facts = facts(drop("OVS_DROP_RECURSION_LIMIT", "openvswitch", "ovs_execute_actions")),
    expect = { outcome = "confirmed", says = "a loop between ports or tunnels" } },
  { "a key that cannot be made",
    facts = facts(drop("NOT_SPECIFIED", "core", "ovs_vport_receive")),
    expect = { outcome = "confirmed", says = "could not be read" } },
  { "an action that failed",
    facts = facts(drop("OVS_DROP_ACTION_ERROR", "openvswitch", "do_execute_actions")),
    expect = { outcome = "confirmed", says = "with reason OVS_DROP_ACTION_ERROR" } },
  { "nothing of the kind", facts = {}, expect = { outcome = "ruled_out" } },
}
