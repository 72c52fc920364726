-- Packets wait in a tap's ring until their guest has them, longer than the worker takes to begin.

local function found(queue, severity, delay, values)
  local row = queue.traffic
  values.depth, values.deepest = math.floor(row.depth or 0), row.deepest
  return confirmed {
    where = { netns = queue.netns, device = queue.device, queue = queue.queue, vm = queue.vm,
              pid = queue.pid },
    severity = severity, confidence = 0.9,
    values = values,
    evidence = {
      { fact = "vhost.traffic", value = delay, unit = "us",
        label = { "from the tap to the guest's ring", "从 TAP 到客户机环" } },
      { fact = "vhost.traffic", value = row.waits, unit = "count",
        label = { "times taken", "样本数" } },
      { fact = "vhost.traffic", value = row.deepest, unit = "slots",
        label = { "most that waited", "最多等待数" } },
    },
  }
end

return rule {
  title = { "Packets wait in a tap's ring", "数据包在 TAP 环中等待" },
  class = "delay",
  needs = lib.virt.needs,
  uses = lib.virt.uses,
  texts = lib.virt.texts {
    confirmed = {
      "packets took {delay:count} us from queue {queue} of {device} to the guest's ring (p50 {p50:count}, p99 " ..
        "{p99:count} us, {samples:count} times taken; {depth:count} waited before one on average, at most " ..
        "{deepest:count}); from {threshold:count} us on that is too long",
      "数据包从 {device} 队列 {queue} 到客户机环用时 {delay:count} us（p50 {p50:count}，p99 {p99:count} us，{samples:count} 个样本；" ..
        "平均前有 {depth:count} 个、最多 {deepest:count} 个等待）；阈值 {threshold:count} us" },
    ruled_out = {
      "packets took at most {delay:count} us from a tap to their guest's ring",
      "数据包从 TAP 到客户机环最多用时 {delay:count} us" },
    few = {
      "fewer than {samples:count} times were taken on each queue, too few to tell",
      "每个队列样本少于 {samples:count} 个，不足以判断" },
    uncounted = {
      "this way is timed by programs that could not be attached here",
      "此处无法加载测量该路径的程序" },
  },
  advice = {
    { text = { "See what reads {device}: does its vhost worker get CPU, does the guest post buffers?",
               "查看 {device} 的读取者：vhost 工作线程是否得到 CPU，客户机是否提供缓冲区。" },
      command = "netdoctor probe vhost-queues --device {device}", risk = "none" },
  },
  judge = function (facts)
    return lib.virt.judge_times(facts, "wait", found)
  end,
}
