-- The datapath of Open vSwitch could not go on with a packet: too many steps waiting, too deep a
-- nesting, a packet it cannot read, an action that failed.

-- What the kernel calls it since 6.6, and where it happens before.
local kinds = {
  OVS_DROP_DEFERRED_LIMIT = "deferred", clone_execute = "deferred",
  OVS_DROP_RECURSION_LIMIT = "recursion", ovs_execute_actions = "recursion",
  OVS_DROP_FRAG_L2_TOO_LONG = "fragment", OVS_DROP_FRAG_INVALID_PROTO = "fragment",
  ovs_fragment = "fragment",
  OVS_DROP_IP_TTL = "ttl",
  OVS_DROP_CONNTRACK = "conntrack", ovs_ct_execute = "conntrack",
  ovs_vport_receive = "unreadable",
}

local function name_kind(_, object, given)
  local where = object.where
  local kind = kinds[where.reason or ""] or kinds[where.location or ""]
  given.advice = { "list" }
  if kind then given.text = kind end
  if kind == "deferred" or kind == "recursion" then given.advice = { "list", "log" } end
  if kind == "unreadable" then given.advice = { "ports" } end
end

local came = "{lost:count} of {total:count} packets ({share:percent})[[ from {device}]]"
local came_zh = "[[来自 {device} 的]] {total:count} 个数据包中有 {lost:count} 个（{share:percent}）"

return rule {
  title = { "The Open vSwitch datapath gives packets up", "Open vSwitch 数据路径放弃数据包" },
  class = "fault",
  essential = true,
  needs = { "losses", "losses.total", "ovs.datapaths" },
  uses = { "ovs.ports", "drops.kernel", "drops.tuples" },
  texts = lib.loss.texts {
    confirmed = {
      came .. " died in the Open vSwitch datapath[[ in {location}]][[ with reason {reason}]]",
      came_zh .. "在 Open vSwitch 数据路径中被放弃[[，位置 {location}]][[，原因 {reason}]]" },
    deferred = {
      came .. " died in the Open vSwitch datapath: a packet had more steps (recirculations, samples) " ..
        "waiting than the kernel keeps",
      came_zh .. "在 Open vSwitch 数据路径中被放弃：单个数据包待执行的步骤（recirc、sample）超过内核上限" },
    recursion = {
      came .. " died in the Open vSwitch datapath: a packet came back into it too often, which a loop " ..
        "between ports or tunnels does",
      came_zh .. "在 Open vSwitch 数据路径中被放弃：数据包反复进入数据路径，通常是端口或隧道成环" },
    fragment = {
      came .. " died in the Open vSwitch datapath: they had to be fragmented and could not be",
      came_zh .. "在 Open vSwitch 数据路径中被放弃：需要分片但无法分片" },
    ttl = {
      came .. " died in the Open vSwitch datapath: their hops were used up",
      came_zh .. "在 Open vSwitch 数据路径中被放弃：TTL 耗尽" },
    conntrack = {
      came .. " died in the Open vSwitch datapath: connection tracking refused them",
      came_zh .. "在 Open vSwitch 数据路径中被放弃：连接跟踪拒绝" },
    unreadable = {
      came .. " died in the Open vSwitch datapath: their headers could not be read",
      came_zh .. "在 Open vSwitch 数据路径中被放弃：报文头无法解析" },
    ruled_out = {
      "the Open vSwitch datapath gave no packet up in the window",
      "观察窗口内 Open vSwitch 数据路径没有放弃数据包" },
  },
  advice = {
    { name = "list",
      text = { "See the flows that these packets take through the datapath, and make their way " ..
                 "shorter: fewer nested recirculations (ct, resubmit after push), no loops.",
               "查看这些数据包经过的流，缩短其路径：减少嵌套 recirc（ct、push 后的 resubmit），消除环路。" },
      command = "ovs-appctl dpctl/dump-flows -m", risk = "none" },
    { name = "log",
      text = { "The kernel's log names the datapath (few lines a minute only).",
               "内核日志会给出数据路径名称（每分钟仅数行）。" },
      command = "dmesg", risk = "none" },
    { name = "ports",
      text = { "See which port brings them, and what is attached to it.",
               "查看它们来自哪个端口及其连接对象。" },
      command = "ovs-appctl dpctl/show --statistics", risk = "none" },
  },
  judge = function (facts)
    return lib.loss.judge(facts, {
      class = "fault",
      by = { "netns", "device", "reason", "location" },
      carried = lib.ovs.carried,
      carried_fact = facts["ovs.ports"] and "ovs.ports" or "ovs.datapaths",
      extend = name_kind,
    })
  end,
}
