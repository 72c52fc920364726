-- A rule or policy of nftables or iptables decided that the packet dies. No SNMP counter moves.

-- One (table, chain) is named when it gave this part of the verdicts seen.
local COVER = 0.8

-- A verdict can only be about the object when its hook lies on the way and its family fits. A bridge
-- has chosen the port before it asks its forward hook, and hands what it switches to IP's hooks as if
-- it were its own (bridge-nf).
local leaving = { output = true, postrouting = true, egress = true }
local other_family = { ipv4 = "ip6", ipv6 = "ip" }

local function leaves(row)
  return leaving[row.hook] or (row.family == "bridge" and row.hook == "forward") or false
end

local function concerns(row, object)
  if row.family == other_family[object.where.family or ""] then return false end
  local tx = object.keys.direction == "tx"
  return row.hook == "" or leaves(row) == tx or (tx and object.switched)
end

-- What a bridge switches is counted by its ports.
local function switched_packets(facts, object)
  local packets = 0
  for row in facts["links.counters"]:where { netns = object.where.netns,
                                             master = object.where.device }:each() do
    if row.rx_packets == nil then return nil, "links.counters" end
    packets = packets + row.rx_packets
  end
  return math.max(0, packets - object.lost), "links.counters"
end

-- Where a verdict falls: before IP has counted the packet (at a device, in a bridge), on what a bridge
-- hands over to IP's hooks, or on IP's own.
local function level_of(row, object)
  if row.family == "bridge" or row.family == "netdev" or row.hook == "ingress" or
     row.hook == "egress" then
    return "device"
  end
  local handed = object.switched and object.keys.direction == "tx" and not leaves(row)
  return handed and "bridge" or "ip"
end

-- A chain of iptables' own is a hook; where others are called from is not said.
local hook_of = { PREROUTING = "prerouting", INPUT = "input", FORWARD = "forward", OUTPUT = "output",
                  POSTROUTING = "postrouting" }

local function rows_about(facts, fact, object)
  local list = {}
  if facts[fact] then
    for row in facts[fact]:where({ netns = object.where.netns }):each() do
      local one = { family = row.family, hook = hook_of[row.chain] or "", table = row.table,
                    chain = row.chain, rule = row.rule, packets = row.packets }
      if fact == "iptables.rules" then one.counted_by = row.family .. "tables-legacy" end
      if fact == "nftables.rules" then one.counted_by = "nftables" end
      if fact ~= "iptables.rules" then one.hook = row.hook end
      if concerns(one, object) then list[#list + 1] = one end
    end
  end
  return list
end

-- The verdicts about the object: those of nftables that were followed, or, where they could not be, what its
-- rules counted themselves; and what the rules of iptables (legacy) counted.
local function about(facts, object)
  local list = rows_about(facts, "netfilter.verdicts", object)
  if #list == 0 then list = rows_about(facts, "nftables.rules", object) end
  for _, row in ipairs(rows_about(facts, "iptables.rules", object)) do list[#list + 1] = row end
  return list
end

-- The level of most verdicts about the object, or nil.
local function main_level(facts, object)
  local packets, seen = {}, 0
  for _, row in ipairs(about(facts, object)) do
    local level = level_of(row, object)
    packets[level] = (packets[level] or 0) + row.packets
    seen = seen + row.packets
  end
  for level, count in pairs(packets) do
    if count >= COVER * seen then return level end
  end
end

local function carried(facts, object)
  local link = lib.link.of(facts, object.where)
  local port = lib.link.is_port(facts, link)
  object.switched = port or (link ~= nil and link.kind == "bridge")
  local level = main_level(facts, object)
  if port or level == "device" then return lib.loss.device_packets(facts, object) end
  if level == "bridge" then return switched_packets(facts, object) end
  return lib.loss.ip_packets(facts, object)
end

-- A quiet LAN is full of multicast that nobody here wants (mDNS, SSDP), and keeping it away is what
-- firewalls are for. Some of it is missed (VRRP): it is told all the same. IPv6 finds its neighbours by
-- multicast and does not work without, and who names traffic wants it.
local function multicast(facts, object)
  local keys, packets = object.keys, 0
  if facts.scoped or not facts["drops.kernel"] then return 0 end
  for row in facts["drops.kernel"]:where { netns = keys.netns, device = keys.device,
                                           direction = keys.direction }:each() do
    local firewall = row.reason == "NETFILTER_DROP" or row.reason == "" and row.location == "nf_hook_slow"
    if firewall and row.cast == "multicast" and row.protocol ~= "icmpv6" then packets = packets + row.packets end
  end
  return packets
end

local function chain_name(row)
  return row.family .. "\0" .. row.table .. "\0" .. row.chain .. "\0" .. (row.counted_by or "")
end

-- Packets of the verdicts by chain, and how many there are.
local function chains_of(list)
  local chains, seen = {}, 0
  for _, row in ipairs(list) do
    chains[chain_name(row)] = (chains[chain_name(row)] or 0) + row.packets
    seen = seen + row.packets
  end
  return chains, seen
end

-- A rule's counter knows nothing of the question: with one asked, it must not have counted many others.
local function is_about(facts, object, row, of_chain)
  return not (facts.scoped and row.counted_by) or of_chain * COVER <= object.lost
end

-- The rule with most verdicts in the chain that gave most of them; the packets of that chain, and of all.
local function main_row(facts, object)
  local list, best = about(facts, object), nil
  local chains, seen = chains_of(list)
  for _, row in ipairs(list) do
    if seen > 0 and chains[chain_name(row)] >= COVER * seen and
       (best == nil or row.packets > best.packets) then
      best = row
    end
  end
  return best, best and chains[chain_name(best)], seen
end

local function name_chain(facts, object, given)
  local row, of_chain, seen = main_row(facts, object)
  if row and is_about(facts, object, row, of_chain) then
    local one = row.packets >= COVER * seen
    object.where.table, object.where.chain = row.table, row.chain
    if row.rule ~= "" and one then object.where.rule = row.rule end
    given.advice = { "look" }
    given.values.nft_family = row.family
    if row.counted_by then
      given.values.counted_by, given.values.counted = row.counted_by, of_chain
      if one and row.rule == "" then given.values.policy_of = row.chain end
      if one and row.rule ~= "" then given.values.number = row.rule end
      if row.counted_by ~= "nftables" then given.advice = { "look_iptables" } end
    else
      given.values.hook, given.values.verdicts = row.hook, seen
    end
    return
  end
  local rules = facts["iptables.rules"]
  if rules and #rules:where { netns = object.where.netns } > 0 then given.advice = { "list", "list_iptables" } end
end

return rule {
  title = { "A firewall rule drops packets", "防火墙规则丢弃数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "drops.kernel", "protocol.counters", "links.counters" },
  uses = { "drops.tuples", "nftables.rules", "iptables.rules" },
  details = { "netfilter.verdicts" },
  texts = lib.loss.texts {
    confirmed = {
      "netfilter dropped {lost:count} of {total:count} packets ({share:percent})[[ on {device}]]" ..
        "[[ to {protocol} port {port}]][[: chain {chain} of table {table}, hook {hook}, gave the " ..
        "verdict of {verdicts:count} that were followed]]" ..
        "[[: {counted:count} are counted by {counted_by} in chain {chain} of table {table}]]" ..
        "[[, by its rule {number}]][[, by the policy of {policy_of}]]",
      "netfilter 丢弃了 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，设备 {device}]][[，{protocol} 端口 {port}]]" ..
        "[[：被跟踪的 {verdicts:count} 个由表 {table} 的链 {chain}（{hook}）判决]]" ..
        "[[：{counted_by} 表 {table} 的链 {chain} 计数 {counted:count} 个]][[，规则 {number}]][[，{policy_of} 的默认策略]]" },
  },
  advice = {
    { name = "look",
      text = { "Read that chain; the rule that drops is in it, or its policy is drop. Whether the " ..
                 "packets are wanted is for you to say: netdoctor changes no rule.",
               "查看该链：丢包的规则就在其中，或其默认策略为 drop。是否放行由您决定，netdoctor 不修改规则。" },
      command = "nft -a list chain {nft_family} {table} {chain}", risk = "none" },
    { name = "look_iptables",
      text = { "Read that chain with the counters of its rules. Whether the packets are wanted is for you " ..
                 "to say: netdoctor changes no rule. (Before 1.8 the command has no \"-legacy\".)",
               "查看该链及其规则计数。是否放行由您决定，netdoctor 不修改规则。（1.8 之前的命令没有 \"-legacy\" 后缀。）" },
      command = "{counted_by} -t {table} -vnL {chain} --line-numbers", risk = "none" },
    { name = "list_iptables",
      text = { "There are rules of iptables (legacy) as well, which nft does not show.",
               "另有 iptables（legacy）规则，nft 不会显示。" },
      command = "iptables-legacy-save -c", risk = "none" },
    { name = "list",
      text = { "List the rules of this namespace; which chain it was could not be followed.",
               "列出该命名空间的规则；未能跟踪到具体的链。" },
      command = "nft -a list ruleset", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      mild = multicast,
      by = { "netns", "device", "direction" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = function (all, object, given)
        given.advice = { "list" }
        name_chain(all, object, given)
      end,
    })
  end,
}
