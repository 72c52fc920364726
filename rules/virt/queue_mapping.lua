-- Some queues of a VM's tap are served by vhost-net and others are not: tap, vhost and virtio queues
-- are not paired one to one.

local function found(facts, rows, vhost)
  local process = facts["vms.processes"] and
    facts["vms.processes"]:where({ pid = rows[1].pid })[1]
  return confirmed {
    where = { netns = rows[1].netns, device = rows[1].device, queue = rows[1].queue, pid = rows[1].pid,
              vm = process and process.vm },
    severity = "attention", confidence = 0.7,
    values = { without = #rows, with = #vhost, waiting = rows:sum("waiting") },
    evidence = {
      { fact = "tap.queues", value = #rows, unit = "count",
        label = { "queues without vhost-net", "未由 vhost-net 处理的队列" } },
      { fact = "tap.queues", value = rows:sum("waiting"), unit = "packets",
        label = { "wait in them", "其中等待的数据包" } },
    },
  }
end

return rule {
  title = { "Queues of a tap are not paired", "TAP 队列未一一配对" },
  class = "state",
  needs = lib.virt.needs,
  uses = { "vms.processes", "tap.queues", "vhost.rings" },
  texts = lib.virt.texts {
    confirmed = {
      "vhost-net serves {with:count} queues of {device} and not the other {without:count} (queue {queue} is " ..
        "one), in which {waiting:count} packets wait",
      "{device} 有 {with:count} 个队列由 vhost-net 处理，另 {without:count} 个未处理（如队列 {queue}），其中有 {waiting:count} 个数据包等待" },
    ruled_out = {
      "every queue of a VM's tap is paired with one of vhost-net, or none is",
      "虚拟机 TAP 的队列均与 vhost-net 配对，或全部未使用" },
  },
  advice = {
    { text = { "The guest enabled fewer queues than the tap has attached. See both: ethtool -l in the " ..
                 "guest, and the tap's queues here.",
               "客户机启用的队列少于 TAP 已连接的队列。分别查看客户机内 ethtool -l 与此处的 TAP 队列。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    local list, done = {}, {}
    if not facts["tap.queues"] then return lib.virt.nothing(facts) end
    for row in facts["tap.queues"]:where({ reader = "process" }):each() do
      local device = facts["tap.queues"]:where({ netns = row.netns, device = row.device })
      local own, vhost = device:where({ reader = "process" }), device:where({ reader = "vhost" })
      local key = row.netns .. "/" .. row.device
      if #vhost > 0 and own:sum("waiting") > 0 and not done[key] then
        list[#list + 1] = found(facts, own, vhost)
        done[key] = true
      end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts)
  end,
}
