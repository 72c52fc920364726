-- From where on a host's own state harms its network. A state is a cause only together with a harm
-- that was measured in the same window; these figures say what a harm is.

return {
  cpu = {
    busy = 0.95,     -- of a CPU: what is left is too little to take packets when they come
    softirq = 0.3,   -- of a CPU: below 20 % is usual, above 30 % other work is kept waiting
    steal = { attention = 0.05, abnormal = 0.10 }, -- of a CPU taken by the hypervisor: below 5 % is usual
    least_ticks = 50, -- below half a second on a CPU shares mean nothing
    ticks_per_s = 100, -- the kernel's unit in /proc/stat
  },
  -- Rounds of polling that ended with work left, a second and CPU. Each one took the whole budget
  -- (300 packets): 500 are 150,000 packets/s on one CPU. A slow machine ends rounds by their time of
  -- 8 ms, at most 125 a second, and means nothing by it. The next round follows at once while the CPU
  -- has time left: they harm only where it was busy for this part of the window.
  squeezed_per_s = 500,
  squeezed_busy = 0.9,
  memory = {
    waiting = { attention = 0.10, abnormal = 0.30 }, -- part of the window in which somebody waited for memory
    available = 0.05, -- of all memory: below, stalls of the window have their reason here
    stalls = 100,     -- allocations of the window that had to free memory first
  },
  link = {
    used = { attention = 0.90, abnormal = 0.98 }, -- of the speed of a link
    flaps = { attention = 1, abnormal = 4 },      -- changes of carrier in the window
  },
  queues = {
    one_cpu = 0.9,  -- of a NIC's interrupts on one CPU: the other queues' CPUs do nothing
    one_queue = 0.8, -- of a NIC's packets in one of several queues
    remote = 0.5,   -- of a NIC's interrupts on CPUs of another NUMA node
    -- Of what a CPU took: with less from the NIC, other devices (veth, tap) fill it. A packet that comes in by a
    -- VLAN and a tunnel is taken three times.
    own = 0.25,
  },
}
