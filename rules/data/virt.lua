-- From where on the path of a virtual machine is sick. What a queue does is measured at its ring and
-- by the worker that serves it.

return {
  -- A queue that got packets and gave none on for so long. A guest that is only slow gives on a batch
  -- of 64 in that time even at 64 packets a second.
  standing_ms = 1000,
  -- Of the window that a vhost worker waited for a CPU, and how many times as long as it ran: fair
  -- sharing with one other task makes it wait as long as it runs. Healthy workers of the lab waited 7 % at
  -- most, one beside a task that had 90 % of its CPU 24 %.
  waiting = { share = 0.2, times = 3 },
  other = 0.3,     -- of a CPU that another task must have used to be called its rival
  saturated = 0.9, -- of the window that a worker ran: what is left does not take a burst
  -- Calls of a guest a second on one queue: each costs guest and host some microseconds, 20,000 take a
  -- tenth of a CPU. Below so many packets for a call they could be fewer.
  notify = { per_s = 20000, packets = 2 },
  one_queue = 0.8,  -- of a device's packets in one of several queues
  packets = 1000,   -- fewer in the window show nothing of how queues are used
  big = { bytes = 1000, per_s = 20000 }, -- unsegmented packets would be fewer at this size and rate
  -- Where switches compare a packet with the MTU of the port that it goes to.
  too_big = { "ovs_vport_send", "br_dev_queue_push_xmit", "is_skb_forwardable" },
  samples = 30,     -- fewer times have no percentile
  delay_us = { attention = 50, abnormal = 100 }, -- the guide's: below 50 is normal, above 100 abnormal
}
