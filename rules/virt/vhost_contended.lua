-- A vhost worker shares its CPU with other busy work and waits for its turn, while packets wait for it.

local function found(facts, worker, rival)
  local queue = worker.queues[1]
  local given = {
    where = lib.virt.where(queue, worker),
    severity = "abnormal", confidence = 0.9,
    lost = worker.full > 0 and worker.full or nil,
    carried = worker.full > 0 and worker.packets or nil,
    values = { wait = worker.wait, run = worker.run, rival = rival.thread, rival_pid = rival.pid,
               share = rival.share, full = worker.full, packets = worker.packets,
               wait_ms = worker.wait_us / 1000, tid = worker.thread.tid,
               affinity = worker.thread.affinity },
    evidence = {
      { fact = "vms.threads", value = worker.wait_us / 1000, unit = "ms",
        label = { "the worker waited for its CPU", "工作线程等待 CPU" } },
      { fact = "cpu.tasks", value = rival.share, unit = "share",
        label = { "of the CPU used by its rival", "竞争任务占用的 CPU" } },
      { fact = "vhost.traffic", value = worker.full, unit = "packets",
        label = { "found its ring full", "因环满被丢弃" } },
    },
    advice = { "move", "look" },
  }
  return confirmed(given)
end

return rule {
  title = { "A vhost worker shares its CPU with busy work", "vhost 工作线程与繁忙任务争用 CPU" },
  class = "state",
  needs = lib.virt.needs,
  uses = { "cpu.tasks", "cpu.use", table.unpack(lib.virt.uses) },
  texts = lib.virt.texts {
    confirmed = {
      "{thread} of {vm} ({device}, queue {queue}) waited {wait:percent} of the window for CPU {cpu} and ran " ..
        "{run:percent}, while {rival} (pid {rival_pid}) used {share:percent} of that CPU; it gave the " ..
        "guest {packets:count} packets, {full:count} found the ring full",
      "{vm} 的 {thread}（{device}，队列 {queue}）在窗口内 {wait:percent} 的时间等待 CPU {cpu}，仅运行 {run:percent}，" ..
        "同时 {rival}（pid {rival_pid}）占用该 CPU {share:percent}；向客户机交付 {packets:count} 个数据包，{full:count} 个因环满被丢弃" },
    ruled_out = {
      "no vhost worker waited for its CPU much longer than it ran; the longest waited {wait:percent} " ..
        "of the window",
      "没有 vhost 工作线程等待 CPU 的时间远超运行时间；最长为窗口的 {wait:percent}" },
    alone = {
      "{thread} waited {wait:percent} of the window for CPU {cpu}; which task used that CPU is not known",
      "{thread} 在窗口内 {wait:percent} 的时间等待 CPU {cpu}；占用该 CPU 的任务未知" },
  },
  advice = {
    { name = "move",
      text = { "Take {rival} off CPU {cpu}, or let the worker run elsewhere as well: {affinity} now.",
               "将 {rival} 移出 CPU {cpu}，或放宽工作线程的 CPU 亲和性（当前 {affinity}）。" },
      command = "taskset -cp {rival_pid}", risk = "none" },
    { name = "look",
      text = { "See who runs on that CPU.", "查看该 CPU 上运行的任务。" },
      command = "ps -eLo psr,tid,cls,rtprio,pcpu,comm --sort=-pcpu", risk = "none" },
  },
  judge = function (facts)
    local list, most, alone = {}, 0, nil
    for _, worker in ipairs(lib.virt.workers(lib.virt.queues(facts))) do
      if lib.virt.waits(worker) and worker.run < data.virt.saturated then
        local rival = lib.virt.rival(facts, worker)
        if rival then
          list[#list + 1] = found(facts, worker, rival)
        elseif not facts["cpu.tasks"] then
          alone = worker
        end
      end
      most = math.max(most, worker.wait)
    end
    if #list > 0 then return list end
    if alone then
      return undecided { text = "alone", values = { thread = alone.thread.thread, wait = alone.wait,
                                                    cpu = alone.thread.cpu } }
    end
    return lib.virt.nothing(facts, { wait = most })
  end,
}
