-- Every thread of ovs-vswitchd that handles packets may use one CPU only, although the host has more:
-- they wait for each other and for whatever else runs there.

local limits = data.ovs.pinned

-- { count, allowed, cpu, worst row, wait share and mean of it } when all may use the same single CPU.
local function measure(threads)
  local found = { count = 0, part = 0, mean = 0, run = 0, same = true }
  for row in threads:each() do
    if row.kind == "handler" or row.kind == "revalidator" then
      found.count = found.count + 1
      found.allowed = found.allowed or row.allowed
      found.same = found.same and row.allowed_cpus == 1 and row.allowed == found.allowed
      local part = row.wait / math.max(1, row.elapsed)
      found.run = found.run + row.run / math.max(1, row.elapsed)
      if found.row == nil or part > found.part then
        found.row, found.part = row, part
        found.mean = row.slices > 0 and row.wait / row.slices or 0
      end
    end
  end
  return found
end

local function finding(facts, found, cpus)
  local row, netns = found.row, lib.ovs.home(facts)
  local rival = lib.ovs.rival(facts, row)
  return confirmed {
    where = { netns = netns, pid = row.pid, thread = row.thread, cpu = row.cpu, numa = row.numa },
    severity = lib.ovs.severity(found.part, limits.part),
    confidence = 0.9,
    values = { count = found.count, cpus = cpus, part = found.part, mean = found.mean,
               run = found.run, allowed = found.allowed, all = lib.host.free_cpus(facts),
               rival = rival and rival.thread, rival_pid = rival and rival.pid,
               rival_share = rival and rival.share },
    evidence = {
      { fact = "sched.threads", value = found.part, unit = "share",
        label = { "of the window waiting for that CPU", "等待该 CPU 占窗口" } },
      { fact = "sched.threads", value = found.mean, unit = "us",
        label = { "until it got the CPU, on average", "平均等待 CPU" } },
      { fact = "sched.threads", value = found.count, unit = "count",
        label = { "threads that may use one CPU only", "只能使用一个 CPU 的线程" } },
    },
  }
end

return rule {
  title = { "All threads of ovs-vswitchd are on one CPU", "ovs-vswitchd 所有线程绑定在同一 CPU" },
  class = "state",
  needs = { "sched.threads", "cpu.use", "ovs.datapaths" },
  uses = { "cpu.tasks" },
  texts = {
    confirmed = {
      "all {count:count} handlers and revalidators of ovs-vswitchd (pid {pid}) may use CPU {allowed} " ..
        "only, of {cpus:count}: {thread} waited for it in {part:percent} of the window, {mean:us} each " ..
        "time on average[[; {rival} (pid {rival_pid}) had {rival_share:percent} of that CPU]]",
      "ovs-vswitchd（pid {pid}）的全部 {count:count} 个 handler 和 revalidator 线程只能使用 {cpus:count} 个 CPU 中的 CPU " ..
        "{allowed}：{thread} 在窗口的 {part:percent} 时间内等待它，平均每次 {mean:us}" ..
        "[[；{rival}（pid {rival_pid}）占用该 CPU 的 {rival_share:percent}]]" },
    ruled_out = {
      "the {count:count} handlers and revalidators of ovs-vswitchd are not all bound to one CPU, or did " ..
        "not wait for it: at most {part:percent} of the window, {mean:us} each time",
      "ovs-vswitchd 的 {count:count} 个 handler 和 revalidator 线程并非都绑定在一个 CPU 上，或无需等待：最多占窗口 " ..
        "{part:percent}，平均每次 {mean:us}" },
    none = {
      "there are not two threads of ovs-vswitchd and two CPUs here",
      "本机没有两个以上的 ovs-vswitchd 线程和 CPU" },
  },
  advice = {
    { text = { "Let all threads of ovs-vswitchd use the other CPUs too, except isolated ones. New threads take over what the " ..
                 "main thread may use; see who bound it (a service file's CPUAffinity, a cgroup, " ..
                 "isolcpus) or it comes back.",
               "让 ovs-vswitchd 的所有线程使用其他 CPU（隔离的除外）。新线程继承主线程的亲和性；请查明是谁绑定的（服务文件 CPUAffinity、cgroup、" ..
                 "isolcpus），否则会复现。" },
      command = "taskset -apc {all} {pid}", undo = "taskset -apc {allowed} {pid}", risk = "none",
      anywhere = true },
  },
  judge = function (facts)
    local found, cpus = measure(facts["sched.threads"]), #facts["cpu.use"]
    if found.count < 2 or cpus < 2 then return ruled_out { text = "none" } end
    if found.same and found.part >= limits.part.attention and found.mean >= limits.mean then
      return finding(facts, found, cpus)
    end
    return ruled_out { values = { count = found.count, part = found.part, mean = found.mean } }
  end,
}
