local giga = 1073741824
local function state(fields)
  local row = { total = 16 * giga, available = 8 * giga, elapsed = 10000000 }
  for name, value in pairs(fields) do row[name] = value end
  return row
end
local protocols = { { protocol = "tcp", used = 4096, least = 40960, pressure = 81920, max = 163840,
                      page = 4096 },
                    { protocol = "udp", used = 0, least = 40960, pressure = 81920, max = 163840,
                      page = 4096 } }

return {
  { "allocations wait",
    facts = { ["memory.state"] = { state { available = giga // 4, stalls = 700, some = 4000000 } },
              ["memory.protocols"] = protocols },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "256.0 MiB of 16.0 GiB are left (1.6 %); in the window 700 allocations had to " ..
                 "free memory first, and somebody waited for memory for 40 % of it" } },

  { "stalls with nothing left, on a kernel that tells no waiting time",
    facts = { ["memory.state"] = { state { available = giga // 4, stalls = 700, elapsed = 0 } },
              ["memory.protocols"] = protocols },
    expect = { outcome = "confirmed", severity = "attention" } },

  { "processes are killed",
    facts = { ["memory.state"] = { state { oom_kills = 2, available = giga // 4 } },
              ["memory.protocols"] = protocols },
    expect = { outcome = "confirmed", severity = "abnormal", says = "killed 2 processes" } },

  { "a hypervisor whose guests have huge pages, and a process that outgrew its group",
    facts = { ["memory.state"] = { state { total = 512 * giga, available = 12 * giga, oom_kills = 1 } },
              ["memory.huge"] = { { reserved = 480 * giga } }, ["memory.protocols"] = protocols },
    expect = { outcome = "ruled_out", says = "12.0 GiB of 32.0 GiB are left" } },

  { "a process outgrew the limit of its own group",
    facts = { ["memory.state"] = { state { oom_kills = 2 } }, ["memory.protocols"] = protocols },
    expect = { outcome = "ruled_out" } },

  { "a group thrashes at its own limit, and the host has plenty",
    facts = { ["memory.state"] = { state { some = 4000000 } }, ["memory.protocols"] = protocols },
    expect = { outcome = "ruled_out", says = "for 40 % of it, did so within limits of a group",
               says_not = "killed" } },

  { "and has a process killed there",
    facts = { ["memory.state"] = { state { some = 1500000, oom_kills = 3 } }, ["memory.protocols"] = protocols },
    expect = { outcome = "ruled_out", says = "3 processes were killed" } },

  { "allocations of the host itself wait, though some is left",
    facts = { ["memory.state"] = { state { some = 4000000, stalls = 700 } }, ["memory.protocols"] = protocols },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "TCP has used what it may",
    facts = { ["memory.state"] = { state {} },
              ["memory.protocols"] = { { protocol = "tcp", used = 90000, least = 40960,
                pressure = 81920, max = 163840, page = 4096 } } },
    expect = { outcome = "confirmed", severity = "attention", where = { protocol = "tcp" },
               says = "tcp sockets hold 87.9 KiB: above 80.0 KiB" } },

  { "little is free and nothing waits",
    facts = { ["memory.state"] = { state { available = giga // 4, stalls = 3 } },
              ["memory.protocols"] = protocols },
    expect = { outcome = "ruled_out", says = "256.0 MiB of 16.0 GiB are left (1.6 %); 3 allocations" } },

  { "in a container the limits of protocols are not to be seen",
    facts = { ["memory.state"] = { state {} },
              ["memory.protocols"] = { { protocol = "tcp", used = 90000 } } },
    expect = { outcome = "ruled_out" } },
}
