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
    misses = { attention = 0, abnormal = 0.05 },
  },
  masks = {
    packets = 1000, -- fewer say nothing
    masks = 16,     -- masks in the table
    each = { attention = 8, abnormal = 32 }, -- looked at for each packet
  },
  -- Without its limit a table of fewer entries is taken as not full: ovs-vswitchd never lowers the
  -- limit below this by itself.
  least_limit = 1000,
}
