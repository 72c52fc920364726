-- The round trip is long and this host is not the reason: the delay is outside of it. Told from the least
-- round trip of TCP connections, in which there is neither a delayed acknowledgement nor the peer's
-- thinking, less what this host itself takes on both ways. Only of neighbours without a router in between:
-- how far away others are nobody here knows. A neighbour in another namespace of this host is not outside.
--
-- A published case: 18 to 130 ms between network card and switch, while the host's own stages took less
-- than 0.2 ms.

-- The median of what a namespace's packets take inside this host, there and back.
local function inside(facts, netns)
  local sum = 0
  for _, path in ipairs { "host_to_wire", "wire_to_host" } do
    local own = facts["path.stages"]:where { netns = netns, path = path, stage = "total" }
    sum = sum + (own:max("p50") or 0)
  end
  return sum
end

return rule {
  title = { "The delay is outside of this host", "延迟发生在本机之外" },
  class = "delay",
  needs = { "path.round_trips", "path.stages" },
  uses = { "addresses.own" },
  texts = lib.latency.texts {
    confirmed = {
      "a round trip to {remote} takes {rtt:us} at least (median of {samples:count} segments), of which this " ..
        "host's own stages are {inside:us}: {value:us} are outside of it; above {abnormal:us} is abnormal for " ..
        "a neighbour, above {attention:us} needs attention",
      "到 {remote} 的往返至少需要 {rtt:us}（{samples:count} 个报文段的中位数），其中本机各阶段占 {inside:us}：" ..
        "本机之外为 {value:us}；对相邻主机超过 {abnormal:us} 为异常，超过 {attention:us} 需要关注" },
    ruled_out = {
      "round trips to neighbours take at most {value:us} outside of this host ({statistic} of " ..
        "{samples:count}[[, {name}]]): not above {attention:us}",
      "到相邻主机的往返在本机之外最多 {value:us}（{samples:count} 个样本的 {statistic}[[，{name}]]）：未超过 {attention:us}" },
    few = {
      "at most {samples:count} segments of connections to a neighbour were seen in the window: fewer than the " ..
        "{least} that a verdict needs",
      "观察窗口内与单个相邻主机的连接最多见到 {samples:count} 个报文段：少于判断所需的 {least} 个" },
    none = { "no segment of a connection to a neighbour was seen in the window",
             "观察窗口内未见到与相邻主机的连接的任何报文段" },
  },
  advice = {
    { text = { "Look at the way to {remote}: cable and switch port (errors, pause frames), the other host's " ..
                 "network card and stack. Run netdoctor there at the same time.",
               "检查到 {remote} 的路径：线缆与交换机端口（错误、暂停帧）、对端网卡与协议栈；并同时在对端运行 netdoctor。" },
      command = "ss -tni dst {remote}", risk = "none" },
  },
  judge = function (facts)
    return lib.latency.judge(facts, {
      fact = "path.round_trips",
      kind = function (row)
        return row.on_link and not lib.host.owns(facts, row.remote) and "wire" or nil
      end,
      weigh = function (row, kind)
        local rest = math.max(0, row.p50 - inside(facts, row.netns))
        return lib.latency.weigh_median({ samples = row.samples, p50 = rest }, kind)
      end,
      name = function (row) return row.remote end,
      where = function (row) return { netns = row.netns, family = row.family, tuple = row.remote } end,
      extend = function (_, row, given)
        given.values.remote, given.values.rtt = row.remote, row.p50
        given.values.inside = inside(facts, row.netns)
      end,
    })
  end,
}
