-- Packets that fit no connection which this host knows, dropped by a firewall rule that asks for that.
-- Connection tracking drops none itself: the rule's packets stand in drop.netfilter, which this explains.

-- The rule's drops are those of such packets when each covers that part of the other: what fits no
-- connection and is let through is nobody's loss.
local COVER = 0.8

local function dropped(facts, netns)
  local drops = facts["drops.kernel"]
  local rows, sum, device, most = drops:where { netns = netns }, 0, {}, nil
  for row in rows:each() do
    if row.reason == "NETFILTER_DROP" or (row.reason == "" and row.location == "nf_hook_slow") then
      sum = sum + row.packets
      device[row.device] = (device[row.device] or 0) + row.packets
      if most == nil or device[row.device] > device[most] then most = row.device end
    end
  end
  if most and most ~= "" and device[most] >= COVER * sum then return sum, most end
  return sum
end

-- The verdicts of nftables that were followed, or else what its rules counted.
local function verdicts_of(facts, netns)
  local followed = facts["netfilter.verdicts"]
  local rows = followed and followed:where { netns = netns }
  if (not rows or #rows == 0) and not facts.scoped and facts["nftables.rules"] then
    rows = facts["nftables.rules"]:where { netns = netns }
  end
  return rows
end

-- The chain that gave most of the verdicts of the namespace.
local function chain_of(facts, netns)
  local rows, chains, best = verdicts_of(facts, netns), {}, nil
  if not rows then return nil end
  for row in rows:each() do
    local name = row.table .. "\0" .. row.chain
    chains[name] = (chains[name] or 0) + row.packets
    if best == nil or chains[name] > chains[best.table .. "\0" .. best.chain] then best = row end
  end
  if best and chains[best.table .. "\0" .. best.chain] >= COVER * rows:sum("packets") then return best end
end

local function severity_of(facts, lost, share)
  local limits = facts.scoped and data.severity.fault or data.severity.decision
  if lost < data.severity.floor or share < limits.attention then return nil end
  return share >= limits.abnormal and "abnormal" or "attention"
end

local function found(facts, netns, invalid, lost, device, severity, carried)
  local where, chain = { netns = netns, device = device }, chain_of(facts, netns)
  local values = { invalid = invalid }
  if chain then
    where.table, where.chain, values.nft_family = chain.table, chain.chain, chain.family
  end
  return confirmed {
    where = where, severity = severity, confidence = 0.85, lost = lost, carried = carried,
    values = values, advice = { chain and "chain" or "path", "path" },
    evidence = {
      { fact = "drops.kernel", value = lost, unit = "packets", label = { "lost", "丢失" } },
      { fact = "conntrack.counters", value = invalid, unit = "packets",
        label = { "that fit no connection", "不属于任何连接" } },
    },
  }
end

return rule {
  title = { "A firewall drops packets that fit no connection", "防火墙丢弃不属于任何连接的数据包" },
  class = "decision",
  essential = true,
  needs = { "conntrack.counters", "drops.kernel", "protocol.counters" },
  uses = { "nftables.rules" },
  details = { "netfilter.verdicts" },
  texts = {
    confirmed = {
      "{invalid:count} packets in namespace {netns} fit no connection that it knows, and its firewall " ..
        "dropped {lost:count} of {total:count} packets ({share:percent})[[, in chain {chain} of table " ..
        "{table}]]",
      "命名空间 {netns} 中有 {invalid:count} 个数据包不属于任何已知连接，其防火墙丢弃了 {total:count} 个数据包中的 " ..
        "{lost:count} 个（{share:percent}）[[，表 {table} 的链 {chain}]]" },
    ruled_out = {
      "no packet was found that fits no connection",
      "没有不属于任何连接的数据包" },
    kept = {
      "{invalid:count} packets fit no connection; the firewall dropped {dropped:count}, too few of them " ..
        "or for another reason",
      "有 {invalid:count} 个数据包不属于任何连接；防火墙丢弃了 {dropped:count} 个，其中此类过少或另有原因" },
  },
  advice = {
    { name = "path",
      text = { "See why the host does not know these connections: the other direction takes another " ..
                 "way, an entry expired or was flushed, or segments lie outside the window. Where ways " ..
                 "differ by design, do not track them, or be liberal with TCP.",
               "查明为何不认识这些连接：往返路径不同、条目过期或被清空，或报文段超出窗口。若路径不对称是有意为之，可不跟踪或放宽 TCP 检查。" },
      command = "sysctl net.netfilter.nf_conntrack_tcp_be_liberal net.netfilter.nf_conntrack_tcp_loose",
      risk = "none" },
    { name = "chain",
      text = { "Read the chain: a rule in it drops 'ct state invalid'. netdoctor changes no rule.",
               "查看该链：其中有规则丢弃 ct state invalid。netdoctor 不修改规则。" },
      command = "nft -a list chain {nft_family} {table} {chain}", risk = "none" },
  },
  judge = function (facts)
    local all, list, kept, spaces = facts["conntrack.counters"], {}, { invalid = 0, dropped = 0 }, {}
    for row in all:each() do
      spaces[row.netns] = (spaces[row.netns] or 0) + (row.invalid or 0)
    end
    for row in all:each() do
      local netns, invalid = row.netns, spaces[row.netns]
      spaces[netns] = nil
      local lost, device = dropped(facts, netns)
      local carried = lib.loss.ip_packets(facts, { where = { netns = netns }, keys = {}, lost = lost })
      local severity = severity_of(facts, lost, lost / math.max(1, lost + carried))
      if invalid and severity and invalid >= COVER * lost and lost >= COVER * invalid then
        list[#list + 1] = found(facts, netns, invalid, lost, device, severity, carried)
      elseif invalid then
        kept.invalid, kept.dropped = kept.invalid + invalid, kept.dropped + lost
      end
    end
    if #list > 0 then return list end
    return ruled_out { text = kept.invalid > 0 and "kept" or nil, values = kept }
  end,
}
