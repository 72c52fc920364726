-- Virtual machines: taps, vhost-net, their rings and guests.

return flow {
  title = { "Virtual machines on this host", "本机虚拟机" },
  stages = {
    { name = "base",
      title = { "read what the host counts anyway", "读取主机本身的计数" },
      ask = { "host.*" } },

    -- Rings are read at both ends of the window; their traffic is counted by five programs, because a
    -- queue's notifications and delays are in no counter.
    { name = "queues",
      title = { "look at the queues of virtual machines", "查看虚拟机的队列" },
      ask = { "virt.*" } },
  },
}
