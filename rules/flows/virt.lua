-- The virtual path: taps, vhost, virtio, and the guest's own end.

return flow {
  title = { "The virtual path is slow or uneven", "虚拟化网络路径缓慢或不均" },
  stages = {
    { name = "base",
      title = { "read what the host counts anyway", "读取主机本身的计数" },
      ask = { "host.*" } },

    { name = "path",
      title = { "look at queues from both ends", "从两端查看队列" },
      ask = { "virt.*" } },

    -- Every interrupt of the machine pays for this, so something must speak for it.
    { name = "interrupts",
      title = { "count interrupts that find nothing to do", "统计无事可做的中断" },
      detail = { "virt.irq_unhandled", "virt.busy_poll" },
      when = any { found "virt.busy_poll", found "virt.irq_unhandled" } },
  },
}
