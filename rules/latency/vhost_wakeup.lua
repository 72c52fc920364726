-- A vhost worker runs late: packets lie in the tap's ring that was empty when they came, and the worker
-- that was woken for them is not there yet.

local function found(queue, severity, delay, values)
  local row = queue.traffic
  return confirmed {
    where = { netns = queue.netns, device = queue.device, queue = queue.queue, vm = queue.vm,
              pid = queue.pid, thread = queue.worker and queue.worker.thread or nil,
              cpu = queue.worker and queue.worker.cpu or nil },
    severity = severity, confidence = 0.9,
    values = values,
    evidence = {
      { fact = "vhost.traffic", value = delay, unit = "us",
        label = { "until the worker runs", "直到工作线程运行" } },
      { fact = "vhost.traffic", value = row.wakes, unit = "count",
        label = { "times taken", "样本数" } },
    },
  }
end

return rule {
  title = { "A vhost worker runs late", "vhost 工作线程唤醒延迟" },
  class = "delay",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "the vhost worker of queue {queue} of {device} began {delay:count} us after it was woken (p50 {p50:count}, p99 " ..
        "{p99:count} us, {samples:count} times taken); from {threshold:count} us on that is too late",
      "{device} 队列 {queue} 的 vhost 工作线程在唤醒后 {delay:count} us 才运行（p50 {p50:count}，p99 {p99:count} us，" ..
        "{samples:count} 个样本）；阈值 {threshold:count} us" },
    ruled_out = {
      "vhost workers began at most {delay:count} us after they were woken",
      "vhost 工作线程在唤醒后最多 {delay:count} us 内运行" },
    few = {
      "fewer than {samples:count} times were taken on each queue, too few to tell",
      "每个队列样本少于 {samples:count} 个，不足以判断" },
    uncounted = {
      "wake-ups are timed by programs that could not be attached here",
      "此处无法加载测量唤醒时间的程序" },
  },
  advice = {
    { text = { "See what keeps the worker's CPU[[ ({cpu})]] from it: other tasks, real-time tasks, a deep idle state.",
               "查看该 CPU[[（{cpu}）]]为何不能及时运行工作线程：其他任务、实时任务或深度空闲状态。" },
      command = "ps -eLo psr,tid,cls,rtprio,pcpu,comm --sort=-pcpu", risk = "none" },
  },
  judge = function (facts)
    return lib.virt.judge_times(facts, "wake", found)
  end,
}
