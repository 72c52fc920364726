-- A policy other than the firewall's: IPsec, a security module, a BPF program of a control group, or the
-- VLANs of a bridge's port.

-- One IPsec counter is named when it counted this part of the packets.
local COVER = 0.8

local kinds = { XFRM_POLICY = "ipsec", PSP_INPUT = "psp", PSP_OUTPUT = "psp",
                SECURITY_HOOK = "module", BPF_CGROUP_EGRESS = "cgroup" }

-- Kernels that give no such reason: the place.
local function kind_of(where)
  if kinds[where.reason or ""] then return kinds[where.reason] end
  if where.location == "__allowed_ingress" then return "vlan" end
  if where.location == "ip_finish_output" or where.location == "ip6_finish_output" then
    return "cgroup"
  end
  return "ipsec"
end

local function carried(facts, object)
  local tx = object.keys.direction == "tx"
  local same = { where = object.where, lost = object.lost, keys = { direction = tx and "tx" or "rx" } }
  local packets, fact
  if kind_of(object.where) == "vlan" then
    packets, fact = lib.loss.device_packets(facts, same)
  else
    packets = lib.loss.ip_packets(facts, same)
  end
  -- What a control group's program or a bridge's own port forbids has been counted as sent.
  if tx and packets then packets = math.max(0, packets - object.lost) end
  return packets, fact
end

-- A trunk brings frames of all its VLANs, and a port is in those that somebody wants of it.
local function mild(_, object)
  return kind_of(object.where) == "vlan" and object.lost or 0
end

-- The kernel's name for what was wrong, as IPsec counts it.
local function name_counter(facts, object, values)
  local rows = facts["protocol.counters"]:where { netns = object.where.netns, group = "Xfrm" }
  for row in rows:each() do
    if row.count >= COVER * object.lost then values.counter, values.counted = row.name, row.count end
  end
end

local function name_policy(facts, object, given)
  local kind = kind_of(object.where)
  given.text = kind
  given.advice = { kind }
  if kind == "ipsec" then name_counter(facts, object, given.values) end
end

return rule {
  title = { "A policy forbids packets", "策略禁止数据包" },
  class = "decision",
  essential = true,
  needs = { "losses", "losses.total", "protocol.counters", "links.counters" },
  uses = { "drops.kernel", "drops.tuples", "devlink.traps" },
  texts = lib.loss.texts {
    confirmed = {
      "a policy forbade {lost:count} of {total:count} packets ({share:percent})[[ on {device}]]",
      "策略禁止了[[ {device} 上的 ]]{total:count} 个数据包中的 {lost:count} 个（{share:percent}）" },
    ipsec = {
      "an IPsec policy forbade {lost:count} of {total:count} packets ({share:percent})[[ on " ..
        "{device}]][[, most of them {protocol}]][[ to port {port}]][[; the kernel counted " ..
        "{counted:count} {counter}]]",
      "IPsec 策略禁止了[[ {device} 上的 ]]{total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，主要是 {protocol}]][[，目的端口 {port}]][[；内核计数 {counter} 为 {counted:count}]]" },
    psp = {
      "{lost:count} of {total:count} packets ({share:percent})[[ on {device}]] did not have the " ..
        "encryption (PSP) that their connection asks for",
      "[[{device} 上]]{total:count} 个数据包中有 {lost:count} 个（{share:percent}）不具备其连接所要求的加密（PSP）" },
    module = {
      "a security module forbade {lost:count} of {total:count} packets ({share:percent})[[, most of " ..
        "them {protocol}]][[ to port {port}]]",
      "安全模块（LSM）禁止了 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，主要是 {protocol}]][[，目的端口 {port}]]" },
    cgroup = {
      "a BPF program of a control group forbade sending {lost:count} of {total:count} packets " ..
        "({share:percent})[[ by {device}]][[, most of them {protocol}]][[ to port {port}]]",
      "控制组的 BPF 程序禁止[[经 {device} ]]发送 {total:count} 个数据包中的 {lost:count} 个（{share:percent}）" ..
        "[[，主要是 {protocol}]][[，目的端口 {port}]]" },
    vlan = {
      "{lost:count} of {total:count} frames ({share:percent}) that came to the bridge by its port[[ {device}]] " ..
        "were of VLANs that the port is not in",
      "经网桥端口[[ {device} ]]到达的 {total:count} 个帧中有 {lost:count} 个（{share:percent}）属于该端口未加入的 VLAN" },
  },
  advice = {
    { name = "vlan",
      text = { "See which VLANs the port is in. A trunk from a switch often brings more than this host uses: " ..
                 "the switch can keep them away.",
               "查看该端口所属的 VLAN。交换机的 trunk 常带来本机不用的 VLAN，可在交换机侧限制。" },
      command = "bridge vlan show[[ dev {device}]]", risk = "none" },
    { name = "ipsec",
      text = { "Read the policies: one blocks this traffic, or asks for encryption that it does not " ..
                 "have. Whether that is meant is for you to say.",
               "查看策略：某条策略阻止该流量，或要求其未具备的加密。是否符合预期由您判断。" },
      command = "ip xfrm policy show", risk = "none" },
    { name = "psp",
      text = { "See which keys the two ends of the connection agreed on.", "检查连接两端协商的密钥。" },
      risk = "none" },
    { name = "module",
      text = { "The security module (SELinux, AppArmor, Smack ...) writes what it refuses to the audit " ..
                 "log.",
               "安全模块（SELinux、AppArmor、Smack 等）会将拒绝记录写入审计日志。" },
      command = "journalctl -k --grep 'avc|apparmor'", risk = "none" },
    { name = "cgroup",
      text = { "See which control groups have a program of type cgroup_inet_egress and who attached it " ..
                 "(systemd does for IPAddressDeny).",
               "查看哪些控制组挂有 cgroup_inet_egress 程序以及挂载者（systemd 的 IPAddressDeny 即如此）。" },
      command = "bpftool cgroup tree", risk = "none", anywhere = true },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "decision",
      mild = mild,
      by = { "netns", "device", "direction", "reason" },
      carried = carried,
      carried_fact = "protocol.counters",
      extend = name_policy,
    })
  end,
}
