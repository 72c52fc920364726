-- The hypervisor gave the CPU to somebody else: inside a VM, packets wait for a CPU that is not there.

local limits = data.host.cpu

return rule {
  title = { "The hypervisor takes CPU time away", "虚拟机 CPU 时间被窃取（steal）" },
  class = "state",
  needs = { "cpu.use" },
  texts = {
    confirmed = {
      "CPU {cpu} was ready and did not run for {steal:percent} of the window (all CPUs: {mean:percent})",
      "CPU {cpu} 就绪却未能运行的时间占 {steal:percent}（全部 CPU 平均 {mean:percent}）" },
    ruled_out = {
      "at most {steal:percent} of a CPU's time (CPU {cpu}) was taken by the hypervisor",
      "被虚拟化层窃取的 CPU 时间最多 {steal:percent}（CPU {cpu}）" },
    short = {
      "the window was too short to tell",
      "观察窗口过短，无法判断" },
  },
  advice = {
    { text = { "The physical CPU has more runnable virtual CPUs than it can serve: on the hypervisor, " ..
                 "give this VM CPUs of its own (vcpupin, emulatorpin), or move VMs away.",
               "物理 CPU 上可运行的虚拟 CPU 过多：在宿主机上为该虚拟机绑定独占 CPU（vcpupin、emulatorpin），或迁走其他虚拟机。" },
      risk = "none" },
  },
  judge = function (facts)
    local worst, stolen, all = nil, 0, 0
    for use in facts["cpu.use"]:each() do
      if lib.host.seconds(use) then
        stolen, all = stolen + use.steal * use.ticks, all + use.ticks
        if worst == nil or use.steal > worst.steal then worst = use end
      end
    end
    if not worst then return ruled_out { text = "short" } end
    local mean = stolen / all
    local values = { cpu = worst.cpu, steal = worst.steal, mean = mean }
    -- One CPU alone is no more than a hint: the mean decides.
    if mean < limits.steal.attention then return ruled_out { values = values } end
    return confirmed {
      where = { cpu = worst.cpu, numa = worst.numa },
      severity = mean >= limits.steal.abnormal and "abnormal" or "attention",
      confidence = 0.7,
      values = values,
      evidence = { { fact = "cpu.use", value = mean, unit = "share",
                     label = { "stolen, all CPUs", "全部 CPU 的 steal" } },
                   { fact = "cpu.use", value = worst.steal, unit = "share",
                     label = { "stolen, worst CPU", "最高的 CPU" } } },
    }
  end,
}
