local function link(fields)
  local row = { netns = "self", device = "eth0", driver = "mlx5_core", rx_packets = 100000 }
  for name, value in pairs(fields) do row[name] = value end
  return row
end
local function counter(name, meaning, count, queue)
  return { netns = "self", device = "eth0", name = name, meaning = meaning, count = count,
           queue = queue }
end

return {
  { "a bad cable, counted in two places",
    facts = { ["nic.links"] = { link { rx_crc = 300 } },
              ["nic.statistics"] = { counter("rx_crc_errors_phy", "crc_errors", 300) } },
    expect = { outcome = "confirmed", severity = "abnormal", where = { device = "eth0" },
               says = "eth0 received 300 broken frames (0.30 % of 100,300), most of them CRC errors" } },

  { "the driver alone tells",
    facts = { ["nic.links"] = { link {} },
              ["nic.statistics"] = { counter("rx_symbol_err_phy", "symbol_errors", 20) } },
    expect = { outcome = "confirmed", severity = "attention", says = "symbol errors" } },

  { "a transmit queue stands still",
    facts = { ["nic.links"] = { link {} },
              ["nic.statistics"] = { counter("tx_timeout_count", "tx_timeout", 1) } },
    expect = { outcome = "confirmed", severity = "abnormal",
               says = "a transmit queue of eth0 stood still 1 times (driver mlx5_core)" } },

  { "one broken frame a day",
    facts = { ["nic.links"] = { link { rx_crc = 1 } } },
    expect = { outcome = "ruled_out", says = "1 uplinks, 1 broken frames in 100,000" } },
}
