-- QEMU itself moves the packets of a tap between ring and guest: vhost is off. It costs several times
-- as much CPU, in the thread that also does the VM's other devices.

local limits = data.virt

local function link_of(facts, row)
  local all = facts["links.counters"]
  return all and all:where({ netns = row.netns, device = row.device })[1]
end

local function packets_of(facts, row)
  local link = link_of(facts, row)
  return link and (link.tx_packets or 0) + (link.rx_packets or 0) or 0
end

-- Taps whose queues the process itself reads. Where queues cannot be looked into (5.10), those of a process that
-- has not opened vhost-net at all.
local function own_taps(facts)
  local queues, list = facts["tap.queues"], {}
  if queues then
    for row in queues:where({ reader = "process" }):each() do
      local same = { netns = row.netns, device = row.device, reader = "vhost" }
      if #queues:where(same) == 0 then list[#list + 1] = row end
    end
    return list
  end
  for tap in facts["vms.taps"]:where({ vhosts = 0 }):each() do
    local row = { pid = tap.pid, device = tap.device }
    local link = link_of(facts, row)
    row.netns = link and link.netns
    list[#list + 1] = row
  end
  return list
end

local function found(process, row, packets)
  return confirmed {
    where = { netns = row.netns, device = row.device, vm = process.vm, pid = row.pid },
    severity = "attention", confidence = 0.9,
    values = { packets = packets, process = process.process },
    evidence = { { fact = "links.counters", value = packets, unit = "packets",
                   label = { "carried by the process itself", "由进程自身转发" } } },
  }
end

return rule {
  title = { "vhost is off", "未启用 vhost" },
  class = "state",
  -- Who could not look for VMs knows nothing of them.
  essential = true,
  needs = { "vms.taps", "vms.processes" },
  uses = { "tap.queues", "vhost.rings", "links.counters" },
  texts = lib.virt.texts {
    confirmed = {
      "{process} (pid {pid}) of {vm} carries the packets of {device} itself, without vhost-net: " ..
        "{packets:count} in the window",
      "{vm} 的 {process}（pid {pid}）未使用 vhost-net，自行转发 {device} 的数据包：窗口内 {packets:count} 个" },
    ruled_out = {
      "vhost-net serves every tap of a VM that carried packets",
      "所有承载流量的虚拟机 TAP 均由 vhost-net 处理" },
    files = {
      "every process that has a tap open has vhost-net open, or its tap carried few packets; which queue each of them " ..
        "serves could not be read",
      "每个打开 TAP 的进程都已打开 vhost-net，或其 TAP 流量很少；各自处理哪个队列无法读取" },
  },
  advice = {
    { text = { "Start the VM with vhost on (libvirt: driver name='vhost'; QEMU: -netdev tap,vhost=on); " ..
                 "/dev/vhost-net must be there and may be opened.",
               "以 vhost 方式启动虚拟机（libvirt：driver name='vhost'；QEMU：-netdev tap,vhost=on），且 /dev/vhost-net 可用。" },
      command = "ls -l /dev/vhost-net", risk = "none" },
  },
  judge = function (facts)
    local list, done = {}, {}
    for _, row in ipairs(own_taps(facts)) do
      local process = facts["vms.processes"]:where({ pid = row.pid })[1]
      local packets, key = packets_of(facts, row), (row.netns or "") .. "/" .. row.device
      if process and process.kvm and packets >= limits.packets and not done[key] then
        list[#list + 1] = found(process, row, packets)
        done[key] = true
      end
    end
    if #list > 0 then return list end
    if not facts["tap.queues"] and #facts["vms.taps"] > 0 then return ruled_out { text = "files" } end
    return lib.virt.nothing(facts)
  end,
}
