-- From which delay on a segment of a packet's way matters, in microseconds. A segment is one stage of
-- one path (or a whole path) on one device.
--
-- default: the troubleshooting guide's figures for a local network: below 50 us normal, 50 to 100 us
--   needs attention, above 100 us abnormal. They are judged per segment, because a round trip through
--   two healthy hosts is often longer than that.
-- Kinds with figures of their own are those of which reference tables exist, or where somebody other
-- than this host's network is waited for.
--
-- What decides is never the maximum: p99 needs 1,000 samples (ten beyond it), p50 needs 30; with fewer
-- a segment is not judged. Where few packets in many can be a finding, `tail` has the figures for p99.9,
-- which needs 10,000.

return {
  samples = { p999 = 10000, p99 = 1000, p50 = 30 },

  segments = {
    default = { attention = 50, abnormal = 100 },

    -- Packets without a flow go through ovs-vswitchd: 10 to 100 us are normal, 500 us are an alarm.
    ovs_upcall = { attention = 100, abnormal = 500 },
    -- A worker that sleeps is woken within 5 to 50 us on a good host, 100 us are an alarm; all that
    -- vhost does to a packet takes 10 to 50 us, 200 us are an alarm.
    vhost_wakeup = { attention = 50, abnormal = 100 },
    vhost = { attention = 50, abnormal = 200 },
    -- From the tap's ring to the guest: 16 to 22 us on a good host, about 100 us on a sick one.
    tun_ring = { attention = 50, abnormal = 100 },
    -- A softirq handed to ksoftirqd comes 1 to 10 ms late on a sick host; run at the end of an interrupt
    -- it comes within 20 us, at the end of a section with softirqs off within 100. Published cases have
    -- only their tail there: 1 to 2 ms, 8 to 16 ms, more than a second.
    softirq = { attention = 100, abnormal = 1000, tail = { attention = 1000, abnormal = 10000 } },
    -- From the device to the socket: a segment that comes while its application holds the socket waits
    -- until it lets go, as long as copying takes.
    ip_input = { attention = 1000, abnormal = 10000 },

    -- An application that reads late is not the network. Many sleep or work for some milliseconds
    -- between two reads and are healthy; a wait that a person notices is not.
    socket_read = { attention = 10000, abnormal = 100000 },

    -- A round trip outside of this host, to a neighbour without a router in between: 100 to 500 us within a rack,
    -- more than 1 ms is an alarm there and more than 2 ms is one between racks.
    wire = { attention = 1000, abnormal = 2000 },
  },

  -- Of all segments sent, and of those sent again: above these shares order is lost, not packets. A
  -- published case sent 81 % of its repetitions for nothing.
  reordering = { attention = 0.01, abnormal = 0.1, spurious = 0.5 },
}
