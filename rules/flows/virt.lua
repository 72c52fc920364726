-- Virtual machines: taps, vhost-net, their rings, and a guest's own end of them.

return flow {
  title = { "The virtual path is slow or uneven", "虚拟化网络路径缓慢或不均" },
  stages = {
    { name = "base",
      title = { "read what the host counts anyway", "读取主机本身的计数" },
      ask = { "host.*" } },

    -- Rings are read at both ends of the window; their traffic is counted by five programs, because a
    -- queue's notifications and delays are in no counter.
    { name = "queues",
      title = { "look at the queues of virtual machines", "查看虚拟机的队列" },
      ask = { "virt.*" } },

    -- Every interrupt of the machine pays for this, so something must speak for it.
    { name = "interrupts",
      title = { "count interrupts that find nothing to do", "统计无事可做的中断" },
      detail = { "virt.irq_unhandled", "virt.busy_poll" },
      when = any { found "virt.busy_poll", found "virt.irq_unhandled" } },
  },
}
