-- What is much for an Open vSwitch datapath. Assumed figures, kept apart from the rules that use them:
-- a miss costs tens of microseconds in ovs-vswitchd where a hit costs one, so a few misses in a
-- hundred packets already take more time than all hits; each mask that is looked at costs a hash and a
-- comparison of the whole key.

return {
  churn = {
    fresh_per_s = 50, -- flows made; fewer are the life of any host
    part = 0.5,        -- of the table that is new in the window
    packets_each = 8,  -- carried by a new flow on average; long-lived ones carry far more
    misses = { attention = 0.05, abnormal = 0.25 }, -- share of packets that found no flow
  },
  full = {
    part = 0.95, -- of the limit
    default = 200000, -- the ceiling of the limit when none is configured (OFPROTO_FLOW_LIMIT_DEFAULT)
    least = 1000,     -- ovs-vswitchd never lowers it below: a smaller one was configured
    quick_ms = 1000,  -- after a walk that is quicker it raises the limit up to the ceiling
    refused = 10, -- flows that were not made in the window for want of room
    misses = { attention = 0, abnormal = 0.05 },
  },
  masks = {
    packets = 1000, -- fewer say nothing
    masks = 16,     -- masks in the table
    each = { attention = 8, abnormal = 32 }, -- looked at for each packet
  },
  -- A thread of ovs-vswitchd that waits for a CPU. Scheduling delays below 1 ms on average are usual and
  -- above 5 ms tell of too much work or wrong binding; ten of them are enough for an average.
  waits = {
    mean = 5000,  -- us until it got a CPU, on average
    part = 0.1,   -- of the window spent waiting: less is the life of a busy host
    slices = 10,
    needed = 30,  -- packets that had to wait for it; with fewer nobody was harmed
  },
  -- All on one CPU, any wait is for each other or for that CPU's other work. 500 us are an alarm for a
  -- whole upcall already.
  pinned = {
    mean = 500, -- us until it got the CPU, on average
    part = { attention = 0.05, abnormal = 0.1 }, -- of the window, of the thread that waited most
  },
  -- Packets sent up that keep ovs-vswitchd busy. A fast host answers one in 50 us: half a CPU are 10,000 a
  -- second; a slow one is at its limit with fewer, so what the handlers run is looked at as well.
  storm = {
    per_s = 100,        -- fewer are the life of any host
    busy = { attention = 0.5, abnormal = 0.9 }, -- of a CPU; attention by all handlers, abnormal by one
    blind_per_s = 10000, -- where nobody tells what the handlers ran
  },
  -- Without its limit a table of fewer entries is taken as not full: ovs-vswitchd never lowers the
  -- limit below this by itself.
  least_limit = 1000,
}
