-- The network is slow: in which stage, and on whose account.

return flow {
  title = { "The network is slow", "网络延迟高" },
  stages = {
    -- Base checks need nothing but counters; they are the first stage of every flow.
    { name = "base",
      title = { "read what the host counts anyway", "读取主机本身的计数" },
      ask = { "host.*" } },

    -- The programs on a packet's way follow some packets only and leave the others alone.
    { name = "stages",
      title = { "follow packets from stage to stage", "逐阶段跟踪数据包" },
      ask = { "latency.*", "ovs.*" } },
  },
}
