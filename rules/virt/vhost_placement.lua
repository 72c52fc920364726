-- The vhost workers of a VM may all run on one and the same CPU only, of a host that has more, and
-- wait there for each other.

local function by_vm(workers)
  local list, known = {}, {}
  for _, worker in ipairs(workers) do
    local pid = worker.queues[1].pid
    if worker.packets > 0 then
      if not known[pid] then
        known[pid] = { pid = pid, vm = worker.queues[1].vm }
        list[#list + 1] = known[pid]
      end
      table.insert(known[pid], worker)
    end
  end
  return list
end

-- The only CPU that all of them may use, or nil.
local function only_cpu(vm)
  local cpu
  for _, worker in ipairs(vm) do
    -- A list of more than one is no number.
    local affinity = tonumber(worker.thread.affinity)
    if not affinity or (cpu and affinity ~= cpu) then return nil end
    cpu = affinity
  end
  return cpu
end

local function sum_wait(vm)
  local wait_us, most, full, packets = 0, 0, 0, 0
  for _, worker in ipairs(vm) do
    wait_us, most = wait_us + worker.wait_us, math.max(most, worker.wait)
    full, packets = full + worker.full, packets + worker.packets
  end
  return wait_us, most, full, packets
end

local function found(facts, vm, cpu, cpus)
  local wait_us, _, full, packets = sum_wait(vm)
  local queue = vm[1].queues[1]
  return confirmed {
    where = { netns = queue.netns, device = queue.device, vm = vm.vm, pid = vm.pid, cpu = cpu },
    severity = "attention", confidence = 0.85,
    lost = full > 0 and full or nil, carried = full > 0 and packets or nil,
    values = { workers = #vm, wait_ms = wait_us / 1000, cpus = cpus, free = lib.host.free_cpus(facts), full = full,
               tid = vm[1].thread.tid },
    evidence = {
      { fact = "vms.threads", value = wait_us / 1000, unit = "ms",
        label = { "they waited for that CPU", "等待该 CPU" } },
      { fact = "vms.threads", value = #vm, unit = "count",
        label = { "workers on one CPU", "同一 CPU 上的工作线程" } },
    },
  }
end

return rule {
  title = { "vhost workers are confined to one CPU", "vhost 工作线程被限制在同一 CPU" },
  class = "state",
  needs = lib.virt.needs,
  uses = { "cpu.use", "cpu.tasks", table.unpack(lib.virt.uses) },
  texts = lib.virt.texts {
    confirmed = {
      "the {workers:count} vhost workers of {vm} (pid {pid}, {device}) may run on CPU {cpu} only, of {cpus:count}, " ..
        "and waited {wait_ms:count} ms for it; {full:count} packets found their rings full",
      "{vm}（pid {pid}，{device}）的 {workers:count} 个 vhost 工作线程只能在 {cpus:count} 个 CPU 中的 CPU {cpu} 上运行，" ..
        "共等待 {wait_ms:count} 毫秒；{full:count} 个数据包因环满被丢弃" },
    ruled_out = {
      "no VM's vhost workers wait for each other on one CPU that all are confined to",
      "没有虚拟机的 vhost 工作线程因被限制在同一 CPU 而互相等待" },
  },
  advice = {
    { text = { "Let the workers run on more CPUs that are not isolated, of the node of the VM's memory and NIC (libvirt: " ..
                 "emulatorpin). For one of them, thread {tid}:",
               "允许工作线程使用更多非隔离 CPU（与虚拟机内存及网卡同一 NUMA 节点；libvirt：emulatorpin）。以其中线程 {tid} 为例：" },
      command = "taskset -cp {free} {tid}", undo = "taskset -cp {cpu} {tid}", risk = "none" },
  },
  judge = function (facts)
    local list, cpus = {}, facts["cpu.use"] and #facts["cpu.use"] or 0
    for _, vm in ipairs(by_vm(lib.virt.workers(lib.virt.queues(facts)))) do
      local cpu, _, most = only_cpu(vm), sum_wait(vm)
      if cpu and #vm > 1 and cpus > 1 and most >= data.virt.waiting.share and
         not lib.virt.rival(facts, vm[1]) then
        list[#list + 1] = found(facts, vm, cpu, cpus)
      end
    end
    if #list > 0 then return list end
    return lib.virt.nothing(facts)
  end,
}
