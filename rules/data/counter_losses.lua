-- Losses that no drop event tells of: they show in counters alone.
--
-- Of each entry's sources the first that was measured counts. `rows` narrows a source to the rows
-- whose cells are these. `unless`: the entry is for hosts where that fact could not be measured.

return {
  -- A SYN or the last ACK of a handshake that finds the queue full is consumed, not dropped: on 6.1
  -- no kfree_skb tells of it. sk_drops of the listening socket counts exactly these.
  { cause = "drop.listen_overflow",
    from = {
      { fact = "sockets.listen", column = "drops", sets_protocol = "tcp" },
      { fact = "protocol.counters", column = "count", sets_protocol = "tcp",
        rows = { group = "TcpExt", name = "ListenDrops" } },
    } },

  { cause = "drop.socket_rcvbuf", unless = "drops.kernel",
    from = {
      { fact = "sockets.udp", column = "drops", sets_protocol = "udp" },
      { fact = "protocol.counters", column = "count", sets_protocol = "udp",
        rows = { group = "Udp", name = "RcvbufErrors" } },
    } },

  { cause = "drop.no_socket", unless = "drops.kernel",
    from = {
      { fact = "protocol.counters", column = "count", sets_protocol = "udp",
        rows = { group = "Udp", name = "NoPorts" } },
    } },
}
