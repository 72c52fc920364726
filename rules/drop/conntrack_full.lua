-- The table of connections is full: the first packet of a new one is dropped. The kernel gives that the
-- firewall's reason (in Open vSwitch that of its ct action), so the table's own counters decide. It need not be full any more at the end: entries
-- expire, and from 95 % on the kernel's own collector (gc_worker) drops those that are not assured.

-- A table is full when this part of it is used at the end of the window.
local FULL = 0.9
-- A table is proposed at this multiple of the present one.
local LARGER = 4

local function table_of(facts, where)
  local tables = facts["conntrack.table"]
  return tables and tables:where { netns = where.netns }[1]
end

local function is_full(state)
  return state and state.count and state.max and state.max > 0 and state.count >= FULL * state.max
end

-- Entries go early only from a table that is full. A packet is turned away for want of an entry (`drop`
-- alone) or because another took its place meanwhile, which counts as insert_failed too
-- (nf_ct_resolve_clash).
local function was_full(counters)
  return counters:sum("early_drop") > 0 or counters:sum("drop") > counters:sum("insert_failed")
end

-- What Open vSwitch switches never comes to IP.
local function carried(facts, object)
  if object.where.location ~= "ovs_ct_execute" then return lib.loss.ip_packets(facts, object) end
  if not facts["ovs.datapaths"] then return nil end
  return lib.ovs.carried(facts, object), facts["ovs.ports"] and "ovs.ports" or "ovs.datapaths"
end

local function name_table(facts, object, given)
  local state, values = table_of(facts, object.where), given.values
  local counters = facts["conntrack.counters"]:where { netns = object.where.netns }
  local early = counters:sum("early_drop")
  given.advice = { "who" }
  if state then values.count, values.max = state.count, state.max end
  if state and state.max and (is_full(state) or was_full(counters)) then
    values.new_max = state.max * LARGER
    if early > 0 then values.early = early end
    given.advice = { "larger", "who" }
    if not is_full(state) then given.text = "was" end
  else
    given.text = "room"
    given.confidence = 0.7
    if counters:sum("drop") > 0 and not was_full(counters) then given.text, given.advice = "clash", { "clash" } end
  end
end

return rule {
  title = { "The table of connections is full", "连接跟踪表已满" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters", "conntrack.counters" },
  uses = { "conntrack.table", "ovs.datapaths", "ovs.ports", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were dropped because their " ..
        "connection found no room: the table of namespace {netns} holds {count:count} of " ..
        "{max:count}[[; {early:count} others had to go early]]",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）因其连接没有空位被丢弃：命名空间 {netns} " ..
        "的连接跟踪表已有 {count:count}/{max:count}[[；另有 {early:count} 个连接被提前清除]]" },
    was = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were dropped because their " ..
        "connection found no room: the table of namespace {netns} holds {max:count} at most[[; " ..
        "{early:count} others had to go early]]; {count:count} were left at the end",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）因其连接没有空位被丢弃：命名空间 {netns} " ..
        "的连接跟踪表最多容纳 {max:count} 项[[；另有 {early:count} 个连接被提前清除]]；结束时剩 {count:count} 项" },
    room = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were turned away by " ..
        "connection tracking in namespace {netns}[[, whose table held {count:count} of {max:count} at " ..
        "the end]]",
      "命名空间 {netns} 的连接跟踪拒绝了[[ {device} 上的 ]]{total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，结束时表中有 {count:count}/{max:count}]]" },
    clash = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] were dropped in namespace " ..
        "{netns} because another packet had made the same connection meanwhile; its table of " ..
        "connections was not full[[ ({count:count} of {max:count} at the end)]]",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）在命名空间 {netns} 中被丢弃，" ..
        "因为另一个数据包同时建立了同一连接；连接跟踪表并未满[[（结束时 {count:count}/{max:count}）]]" },
    ruled_out = {
      "connection tracking turned no packet away in the window",
      "观察窗口内连接跟踪没有拒绝数据包" },
  },
  advice = {
    { name = "larger",
      text = { "Let the table hold more: {max:count} now, {new_max:count} proposed; an entry takes some " ..
                 "300 bytes of the kernel's memory. All namespaces share the setting.",
               "增大表容量：当前 {max:count}，建议 {new_max:count}；每项约占 300 字节内核内存。该设置对所有命名空间生效。" },
      command = "sysctl -w net.netfilter.nf_conntrack_max={new_max}",
      undo = "sysctl -w net.netfilter.nf_conntrack_max={max}",
      risk = "none", anywhere = true },
    { name = "who",
      text = { "See who opens so many connections. What needs no tracking can be left out of it " ..
                 "(notrack), and idle ones can expire sooner (nf_conntrack_*_timeout).",
               "查明谁打开了如此多的连接。无需跟踪的流量可排除（notrack），空闲连接可缩短超时（nf_conntrack_*_timeout）。" },
      command = "conntrack -L -o extended", risk = "none" },
    { name = "clash",
      text = { "Two packets of one new connection at once are mostly the two questions of a DNS lookup " ..
                 "(A and AAAA) from one port: let the resolver ask one after the other (options " ..
                 "single-request-reopen), or leave them untracked (notrack).",
               "同一新连接的两个数据包同时到达，多为一次 DNS 解析从同一端口发出的两个查询（A 与 AAAA）：让解析器逐个查询" ..
                 "（options single-request-reopen），或不跟踪它们（notrack）。" },
      risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "direction" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = name_table,
    })
  end,
}
