local function stage(name, path, device, samples, p50, p99)
  return { netns = "self", path = path, from = "br0", to = "eth0", stage = name, device = device,
           samples = samples, p50 = p50, p90 = p50, p99 = p99, p999 = p99, max = 2 * p99, mean = p50 }
end

-- A host whose guests come and go: each has its own ways, all of them slow.
local function many()
  local rows = {}
  for i = 1, 400 do
    for _, name in ipairs { "ovs_lookup", "ovs_action", "total" } do
      local row = stage(name, "vm_to_wire", "vnet" .. i, 5000, 80.5, 150.5 + i)
      row.from = "vnet" .. i
      rows[#rows + 1] = row
    end
  end
  return rows
end

return {
  -- The worst has the last of the rows.
  { "four hundred ways: the worst are named, within the budget",
    facts = { ["path.stages"] = many() },
    expect = { outcome = "confirmed", where = { device = "vnet400" } } },

  { "the lookup is slow",
    facts = { ["path.stages"] = { stage("ovs_lookup", "vm_to_wire", "vnet0", 5000, 80.5, 150.5),
                                  stage("ovs_upcall", "vm_to_wire", "vnet0", 50, 900.5, 9000.5) } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { netns = "self", device = "vnet0" },
               says = "in stage ovs_lookup" } },

  { "both parts in one, where the kernel does not part them",
    facts = { ["path.stages"] = { stage("ovs", "host_to_wire", "br0", 5000, 20.5, 60.5) } },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "only the slow path is slow",
    facts = { ["path.stages"] = { stage("ovs_lookup", "vm_to_wire", "vnet0", 5000, 1.5, 4.5),
                                  stage("ovs_upcall", "vm_to_wire", "vnet0", 5000, 900.5, 9000.5) } },
    expect = { outcome = "ruled_out" } },

  { "not measured", absent = { "path.stages" }, expect = { outcome = "undecided" } },
}
