-- A CPU that has more packets to take than it can: a large part of its time goes into them, and some
-- are dropped or wait for the next round all the same.

local limits = data.host.cpu

local function found(use, harm)
  local given = {
    where = { cpu = use.cpu, numa = use.numa },
    severity = harm.severity,
    confidence = 0.85,
    values = { softirq = use.softirq, net_rx = use.net_rx },
    evidence = { { fact = "cpu.use", value = use.softirq, unit = "share",
                   label = { "spent on packets (softirq)", "软中断占比" } } },
  }
  lib.host.add_harm(given, harm)
  return confirmed(given)
end

return rule {
  title = { "A CPU is saturated with packets", "CPU 软中断饱和" },
  class = "state",
  needs = { "cpu.use", "softnet.counters" },
  texts = {
    confirmed = {
      "CPU {cpu} spent {softirq:percent} of the window in softirq; its backlog dropped " ..
        "{dropped:count} packets and took {processed:count}, and {squeezed:count} polls a second " ..
        "ended with work left",
      "CPU {cpu} 在软中断中花费 {softirq:percent}；其积压队列丢弃 {dropped:count} 个、处理 {processed:count} 个数据包，" ..
        "每秒 {squeezed:count} 次轮询未完成即结束" },
    ruled_out = {
      "at most {softirq:percent} of a CPU (CPU {cpu}) went into softirq, and no packet was lost for it",
      "软中断最多占用 {softirq:percent}（CPU {cpu}），未因此丢包" },
    short = {
      "the window was too short to tell what the CPUs did",
      "观察窗口过短，无法判断 CPU 行为" },
  },
  advice = {
    { text = { "Spread the packets over more CPUs: more queues on the NIC and their interrupts on " ..
                 "different CPUs, RPS for devices with one queue (veth, tap, VXLAN); offloads " ..
                 "(GRO, GSO) make fewer packets of the same bytes.",
               "将数据包分散到更多 CPU：增加网卡队列并分散中断，单队列设备（veth、tap、VXLAN）使用 RPS；启用 GRO/GSO 可减少报文数。" },
      command = "cat /proc/net/softnet_stat", risk = "none", anywhere = true },
  },
  judge = function (facts)
    local list, most = {}, nil
    for use in facts["cpu.use"]:each() do
      local harm = lib.host.harm(facts, use)
      if lib.host.seconds(use) then
        if use.softirq >= limits.softirq and harm.done then list[#list + 1] = found(use, harm) end
        if most == nil or use.softirq > most.softirq then most = use end
      end
    end
    if #list > 0 then return list end
    if not most then return ruled_out { text = "short" } end
    return ruled_out { values = { cpu = most.cpu, softirq = most.softirq } }
  end,
}
