local function tcp(sent, again, twice)
  return { { netns = "self", family = "any", group = "Tcp", name = "OutSegs", count = sent },
           { netns = "self", family = "any", group = "Tcp", name = "RetransSegs", count = again },
           { netns = "self", family = "any", group = "TcpExt", name = "TCPDSACKRecv", count = twice } }
end

return {
  { "most of what was sent again had come",
    facts = { ["protocol.counters"] = tcp(980000, 20000, 16200), ["drops.kernel"] = {} },
    expect = { outcome = "confirmed", severity = "attention", where = { netns = "self", protocol = "tcp" },
               says = "receivers had got 16,200 of them already (81 %)" } },

  { "a tenth of all is sent again for nothing",
    facts = { ["protocol.counters"] = tcp(800000, 200000, 160000), ["drops.kernel"] = {} },
    expect = { outcome = "confirmed", severity = "abnormal" } },

  { "real losses",
    facts = { ["protocol.counters"] = tcp(980000, 20000, 100), ["drops.kernel"] = {} },
    expect = { outcome = "ruled_out" } },

  { "this host dropped them",
    facts = { ["protocol.counters"] = tcp(980000, 20000, 16200),
              ["drops.kernel"] = { { netns = "self", protocol = "tcp", packets = 19000 } } },
    expect = { outcome = "ruled_out" } },

  { "too few",
    facts = { ["protocol.counters"] = tcp(100, 8, 8), ["drops.kernel"] = {} },
    expect = { outcome = "ruled_out" } },

  { "nobody counted", absent = { "protocol.counters" }, expect = { outcome = "undecided" } },
}
